using Venueless.Fast.Host.Cloning;

namespace Venueless.Fast.Host.Tests.Cloning;

public sealed class MediaReferencesTests
{
    private const string Path = "pub/w/f.c.png";

    [Theory]
    [InlineData("/media/pub/w/f.c.png", "/media/new")]
    [InlineData("https://old.example/media/pub/w/f.c.png", "https://new.example/media/new")]
    [InlineData("//old.example/media/pub/w/f.c.png#x", "//new.example/media/new#x")]
    [InlineData("/media/pub/w/f%2Ec.png", "/media/new")]
    [InlineData("a /media/pub/w/f.c.png, b /media/pub/w/f.c.png.", "a /media/new, b /media/new.")]
    [InlineData("url(/media/pub/w/f.c.png)", "url(/media/new)")]
    [InlineData("x=/media/pub/w/f.c.png", "x=/media/new")]
    public void Replace_UrlsOfFiles_FollowThem(string text, string expected) => Assert.Equal(expected, Replace(text, "new.example"));

    [Theory]
    [InlineData("")]
    [InlineData("/media/")]
    [InlineData("/media/pub/w/f.c.pngx")]
    [InlineData("/media//pub/w/f.c.png")]
    [InlineData("x/media/pub/w/f.c.png")]
    [InlineData("/x/media/pub/w/f.c.png")]
    [InlineData("https://other.example/media/pub/w/f.c.png")]
    [InlineData("https://old.example.org/media/pub/w/f.c.png")]
    [InlineData("https://not-old.example/media/pub/w/f.c.png")]
    [InlineData("ftp://old.example/media/pub/w/f.c.png")]
    public void Replace_AnythingElse_Stays(string text) => Assert.Null(Replace(text, "new.example"));

    [Fact]
    public void Replace_CopyWithoutDomain_HasPaths() => Assert.Equal("/media/new", Replace("https://old.example/media/pub/w/f.c.png", null));

    private static string? Replace(string text, string? domain) =>
        new MediaReferences("/media/", "old.example", domain).Replace(text, static path => path == Path ? "new" : null);
}
