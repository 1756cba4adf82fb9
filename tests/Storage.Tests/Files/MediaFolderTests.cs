using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Storage.Files;

namespace Venueless.Fast.Storage.Tests.Files;

/// <summary>What counts as gone, which is forgotten, and what does not, which is tried again.</summary>
public sealed class MediaFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-media-").FullName;
    private readonly MediaFolder _media;

    public MediaFolderTests() => _media = new MediaFolder(_folder, NullLogger<MediaFolder>.Instance);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void File_IsDeleted()
    {
        var file = Path.Combine(_folder, "pub", "a.png");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "x");
        Assert.True(_media.TryDelete("pub/a.png"));
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("missing.png")]
    [InlineData("missing/folder/a.png")]
    [InlineData("")]
    [InlineData("\0")]
    public void Nothing_CountsAsGone(string path) => Assert.True(_media.TryDelete(path));

    [Theory]
    [InlineData("pub")]
    [InlineData("../outside.png")]
    public void WhatIsNoFileOfOurs_CountsAsGone_AndStays(string path)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "pub"));
        var outside = Path.Combine(_folder, "..", "outside.png");
        File.WriteAllText(outside, "x");
        try
        {
            Assert.True(_media.TryDelete(path));
            Assert.True(Directory.Exists(Path.Combine(_folder, "pub")));
            Assert.True(File.Exists(outside));
        }
        finally
        {
            File.Delete(outside);
        }
    }

    [Fact]
    public void FileThatCannotBeReached_IsNotGone()
    {
        // A loop, which keeps root out as well.
        File.CreateSymbolicLink(Path.Combine(_folder, "pub"), Path.Combine(_folder, "other"));
        File.CreateSymbolicLink(Path.Combine(_folder, "other"), Path.Combine(_folder, "pub"));
        Assert.False(_media.TryDelete("pub/a.png"));
    }
}
