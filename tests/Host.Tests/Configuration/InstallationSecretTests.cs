using Venueless.Fast.Host.Configuration;

namespace Venueless.Fast.Host.Tests.Configuration;

public sealed class InstallationSecretTests : IDisposable
{
    private readonly ConfigurationFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void LoadOrCreate_FirstStart_CreatesPrivateFileAndReusesIt()
    {
        var settings = _fixture.Variable("VENUELESS_DATA_DIR", ".").Read();

        var first = InstallationSecret.LoadOrCreate(settings, out var wasCreated);
        var second = InstallationSecret.LoadOrCreate(settings, out var wasCreatedAgain);

        Assert.True(wasCreated);
        Assert.False(wasCreatedAgain);
        Assert.Equal(50, first.Value.Length);
        Assert.Equal(first, second);
        Assert.Equal([".secret"], Directory.GetFiles(_fixture.Folder).Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_fixture.Folder, ".secret")));
        }
    }

    [Fact]
    public async Task LoadOrCreate_ManyAtOnce_AgreeOnOneSecret()
    {
        var settings = _fixture.Variable("VENUELESS_DATA_DIR", ".").Read();

        var secrets = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => InstallationSecret.LoadOrCreate(settings, out var _))));

        Assert.Single(secrets.Distinct());
        Assert.Single(Directory.GetFiles(_fixture.Folder));
    }

    [Fact]
    public void LoadOrCreate_ConfiguredSecret_TouchesNoFile()
    {
        var settings = _fixture.Variable("VENUELESS_DATA_DIR", ".").Variable("VENUELESS_DJANGO_SECRET", "configured").Read();

        Assert.Equal("configured", InstallationSecret.LoadOrCreate(settings, out _).Value);
        Assert.Empty(Directory.GetFiles(_fixture.Folder));
    }
}
