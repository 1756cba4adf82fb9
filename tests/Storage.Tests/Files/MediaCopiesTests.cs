using Venueless.Fast.Storage.Files;

namespace Venueless.Fast.Storage.Tests.Files;

public sealed class MediaCopiesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-media-").FullName;
    private readonly MediaCopies _copies;

    public MediaCopiesTests()
    {
        _copies = new MediaCopies(Path.Combine(_folder, "media"));
        Directory.CreateDirectory(Path.Combine(_folder, "media", "pub"));
        File.WriteAllText(Path.Combine(_folder, "media", "pub", "a"), "content");
        File.WriteAllText(Path.Combine(_folder, "secret"), "secret");
    }

    [Fact]
    public async Task Copy_ToANewFolder_IsComplete()
    {
        await _copies.CopyAsync("pub/a", "pub/w/b");

        Assert.Equal("content", await File.ReadAllTextAsync(Path.Combine(_folder, "media", "pub", "w", "b")));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "media", "pub", "w")));
    }

    [Theory]
    [InlineData("../secret", "pub/b")]
    [InlineData("pub/missing", "pub/b")]
    [InlineData("pub/a", "../b")]
    [InlineData("pub", "pub/b")]
    public async Task Copy_OutsideOrMissing_FailsAndLeavesNothing(string from, string to)
    {
        var failure = await Record.ExceptionAsync(() => _copies.CopyAsync(from, to));

        Assert.True(failure is IOException or UnauthorizedAccessException);
        Assert.Equal([Path.Combine(_folder, "media", "pub", "a"), Path.Combine(_folder, "secret")], Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public async Task Copy_OntoAFile_LeavesIt()
    {
        await _copies.CopyAsync("pub/a", "pub/b");
        await File.WriteAllTextAsync(Path.Combine(_folder, "media", "pub", "b"), "changed");

        await Assert.ThrowsAsync<IOException>(() => _copies.CopyAsync("pub/a", "pub/b"));

        Assert.Equal("changed", await File.ReadAllTextAsync(Path.Combine(_folder, "media", "pub", "b")));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder, "media", "pub")).Length);
    }

    [Theory]
    [InlineData("pub/a", true)]
    [InlineData("pub", false)]
    [InlineData("pub/b", false)]
    [InlineData("../secret", false)]
    [InlineData("", false)]
    [InlineData("pub/\0", false)]
    public void Exists_OnlyFilesBelowTheFolder(string path, bool exists) => Assert.Equal(exists, _copies.Exists(path));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
