using System.Text;
using System.Text.Json;

namespace Venueless.Fast.Host.Tests.Cli;

public sealed class WorldCommandTests : IAsyncLifetime, IDisposable
{
    private const string Prompts =
        "Enter the internal ID for the new world (alphanumeric): Enter the title for the new world: Enter the domain of the new world (e.g. myevent.example.org): ";

    private const string SmallWorld = """{"world": {"id": "small", "title": "Small", "JWT_secrets": []}, "rooms": [], "exhibitors": []}""";

    private readonly CommandFixture _fixture = new();

    public async Task InitializeAsync() => Assert.Equal(0, await _fixture.RunAsync("migrate"));

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task CreateWorld_GoodAnswers_PrintsKeysAndAdministratorUrl()
    {
        Assert.Equal(0, await _fixture.RunWithInputAsync(" myevent \nMy Event\nMyEvent.example.org\n", "create_world"));

        Assert.StartsWith($"{Prompts}World created.\n", _fixture.Output, StringComparison.Ordinal);
        Assert.Matches(@"^Default API keys: \[\{'issuer': 'any', 'audience': 'venueless', 'secret': '[A-Za-z0-9]{64}'\}\]$", _fixture.Lines[1]);
        Assert.Equal("Admin url:", _fixture.Lines[2]);
        Assert.StartsWith("https://myevent.example.org/#token=", _fixture.Lines[3], StringComparison.Ordinal);
        Assert.Equal(4, _fixture.Lines.Length);
        var claims = ReadClaims(_fixture.Lines[3]);
        Assert.Equal("admin", Assert.Single(claims.GetProperty("traits").EnumerateArray()).GetString());
        Assert.Equal(365 * 86400, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task CreateWorld_BadAndTakenAnswers_AsksAgain()
    {
        await _fixture.RunWithInputAsync("one\nFirst\na.example\n", "create_world");

        Assert.Equal(0, await _fixture.RunWithInputAsync("\na-b\nAbc\none\ntwo\n\nSecond\nhttps://x\na.example\nb.example:8000\n", "create_world"));

        await _fixture.RunAsync("list_worlds");
        Assert.Equal(
            [
                "ID                  Title                             URL",
                "one                 First                             https://a.example",
                "two                 Second                            https://b.example:8000",
            ],
            _fixture.Lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc\n")]
    [InlineData("abc\nTitle\n")]
    public async Task CreateWorld_EndOfInput_WritesNothing(string input)
    {
        Assert.Equal(1, await _fixture.RunWithInputAsync(input, "create_world"));
        Assert.EndsWith(": ", _fixture.Output, StringComparison.Ordinal);

        await _fixture.RunAsync("list_worlds");
        Assert.Single(_fixture.Lines);
    }

    [Fact]
    public async Task ListWorlds_LongTitleWithoutDomain_IsCutAndPadded()
    {
        await _fixture.RunWithInputAsync("w\nA title that is much longer than thirty-two characters\n\n", "create_world");

        await _fixture.RunAsync("list_worlds");

        Assert.Equal("w                   A title that is much longer than  ", _fixture.Lines[1]);
    }

    [Fact]
    public async Task GenerateToken_TraitsInBothForms_Accumulate()
    {
        await _fixture.RunWithInputAsync("w\nW\nw.example\n", "create_world");

        Assert.Equal(0, await _fixture.RunAsync("generate_token", "w", "--trait", "a", "--trait", "b", "c", "--days", "3", "--profile", """{"display_name": "Ä"}"""));

        Assert.StartsWith("https://w.example/#token=", _fixture.Lines[0], StringComparison.Ordinal);
        Assert.Matches("^https://w.example/login/[A-Za-z0-9]{24}$", _fixture.Lines[1]);
        var claims = ReadClaims(_fixture.Lines[0]);
        Assert.Equal(["a", "b", "c"], claims.GetProperty("traits").EnumerateArray().Select(trait => trait.GetString()));
        Assert.Equal(3 * 86400, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.Equal("any", claims.GetProperty("iss").GetString());
        Assert.Equal("Ä", claims.GetProperty("profile").GetProperty("display_name").GetString());
        Assert.True(Guid.TryParse(claims.GetProperty("uid").GetString(), out _));
    }

    [Fact]
    public async Task GenerateToken_Raw_PrintsOneLine()
    {
        await _fixture.RunWithInputAsync("w\nW\nw.example\n", "create_world");

        Assert.Equal(0, await _fixture.RunAsync("generate_token", "w", "--raw"));

        var claims = ReadClaims(Assert.Single(_fixture.Lines));
        Assert.False(claims.TryGetProperty("profile", out _));
        Assert.Empty(claims.GetProperty("traits").EnumerateArray());
    }

    [Fact]
    public async Task GenerateToken_UnknownWorldOrWithoutSecret_Fails()
    {
        _fixture.Configuration.Write(SmallWorld, "small.json");
        await _fixture.RunAsync("import_config", "small.json");

        Assert.Equal(1, await _fixture.RunAsync("generate_token", "nowhere"));
        Assert.Equal("There is no world with the ID nowhere.\n", _fixture.Error);
        Assert.Equal(1, await _fixture.RunAsync("generate_token", "small"));
        Assert.Equal("The world small has no JWT_secrets to sign a token with.\n", _fixture.Error);
    }

    [Fact]
    public async Task ImportConfig_Twice_KeepsOneWorld()
    {
        _fixture.Configuration.Write(SmallWorld, "small.json");

        Assert.Equal(0, await _fixture.RunAsync("import_config", "small.json"));
        Assert.Equal(0, await _fixture.RunAsync("import_config", Path.Combine(_fixture.Configuration.Folder, "small.json")));

        await _fixture.RunAsync("list_worlds");
        Assert.Equal("small               Small                             ", Assert.Single(_fixture.Lines[1..]));
    }

    [Theory]
    [InlineData("""{"world": {"id": "w", "title": "W"}, "rooms": []}""", "exhibitors")]
    [InlineData("""{"world": {"id": "w", "title": "W"}, "rooms": [{"id": "r", "name": "R", "description": "", "picture": "", "modules": [{"type": 1}]}], "exhibitors": []}""", "rooms[0].modules[0].type")]
    [InlineData("""{"world": {"id": "w", "title": "W"}, "rooms": [], "exhibitors": [], "more": 1}""", "more")]
    public async Task ImportConfig_WrongDocument_NamesThePathAndStoresNothing(string document, string path)
    {
        _fixture.Configuration.Write(document, "wrong.json");

        Assert.Equal(1, await _fixture.RunAsync("import_config", "wrong.json"));
        Assert.StartsWith(path, _fixture.Error, StringComparison.Ordinal);

        await _fixture.RunAsync("list_worlds");
        Assert.Single(_fixture.Lines);
    }

    [Fact]
    public async Task ImportConfig_MissingFile_Fails()
    {
        Assert.Equal(1, await _fixture.RunAsync("import_config", "missing.json"));
        Assert.Contains("missing.json: cannot be read", _fixture.Error, StringComparison.Ordinal);
    }

    private static JsonElement ReadClaims(string url)
    {
        var payload = url[(url.IndexOf("#token=", StringComparison.Ordinal) + 7)..].Split('.')[1];
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(payload)));
        return document.RootElement.Clone();
    }
}
