using System.Net;
using Venueless.Fast.Host.Configuration;

namespace Venueless.Fast.Host.Tests.Configuration;

public sealed class ServerSettingsTests : IDisposable
{
    private readonly ConfigurationFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Read_Nothing_GivesDefaults()
    {
        var settings = _fixture.Read();

        Assert.False(settings.IsConfigured);
        Assert.Equal(Path.Combine(_fixture.Folder, "data"), settings.DataFolder);
        Assert.Equal(StoreKind.Sqlite, settings.Database.Kind);
        Assert.Equal(Path.Combine(_fixture.Folder, "data", "venueless.db"), settings.Database.File);
        Assert.False(settings.Redis.IsEnabled);
        Assert.Equal("http://localhost/", settings.Site.Url.AbsoluteUri);
        Assert.Equal(settings.Site.Url, settings.Site.ShortUrl);
        Assert.Equal("wss", settings.Urls.WebsocketScheme);
        Assert.Equal("/media/", settings.Urls.Media);
        Assert.Equal(25, settings.Mail.Port);
        Assert.Equal(TimeSpan.FromDays(30), settings.Integrations.DigitalSambaRetention);
        Assert.Null(settings.Operation.Listen);
        Assert.Null(settings.Operation.CacheMaxAge);
        Assert.Equal(TimeSpan.FromSeconds(9), settings.Operation.ShutdownTimeout);
        Assert.Equal("unknown.unknown", settings.Operation.ConnectionLabel);
    }

    [Fact]
    public void Read_VariableAndFile_VariableWins()
    {
        _fixture.File("[database]\nname = file\nuser = file\n").Variable("VENUELESS_DB_NAME", "variable").Variable("VENUELESS_DB_USER", "");

        var settings = _fixture.Read();

        Assert.Equal("variable", settings.Database.Name);
        Assert.Equal("", settings.Database.User);
    }

    [Fact]
    public void Read_SeveralFiles_LaterOnesOverrideSingleKeys()
    {
        _fixture.File("[mail]\nhost = one\nuser = one\nfrom = one@x").File("[mail]\nhost = two\nuser = two").File("[mail]\nhost = three");

        var mail = _fixture.Read().Mail;

        Assert.Equal(("three", "two", "one@x"), (mail.Host, mail.User, mail.From));
    }

    [Fact]
    public void Read_ConfigFileVariable_OnlyThatFileCounts()
    {
        _fixture.File("[mail]\nhost = one\nuser = one");
        _fixture.Variable("VENUELESS_CONFIG_FILE", _fixture.Write("[mail]\nhost = only", "only.cfg"));

        var mail = _fixture.Read().Mail;

        Assert.Equal(("only", ""), (mail.Host, mail.User));
    }

    [Fact]
    public void Read_ConfigFileVariableWithoutFile_Fails()
    {
        _fixture.Variable("VENUELESS_CONFIG_FILE", "missing.cfg");

        Assert.Contains("does not exist", Assert.Single(_fixture.ReadErrors()), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DefaultSection_IsFallbackOfSectionsInTheFiles()
    {
        _fixture.File("[DEFAULT]\nhost = fallback\nuser = fallback\n[mail]\nuser = own");

        var settings = _fixture.Read();

        Assert.Equal(("fallback", "own"), (settings.Mail.Host, settings.Mail.User));
        Assert.False(settings.Redis.IsEnabled);
    }

    [Fact]
    public void Read_DocumentedSample_SelectsPostgresAndRedis()
    {
        _fixture.File("""
            [venueless]
            url=https://events.mydomain.com
            short_url=https://shr.mydomain.com

            [database]
            backend=postgresql
            name=venueless
            user=venueless
            ; Replace this with the password you chose
            password=*********
            host=172.17.0.1

            [redis]
            host=172.17.0.1
            ; Replace this
            auth=****
            """);

        var settings = _fixture.Read();

        Assert.True(settings.IsConfigured);
        Assert.Equal(StoreKind.PostgreSql, settings.Database.Kind);
        Assert.Equal("172.17.0.1", settings.Database.Host);
        Assert.Equal("*********", settings.Database.Password.Value);
        Assert.Equal("shr.mydomain.com", settings.Site.ShortUrl.Host);
        Assert.Equal("redis://:%2A%2A%2A%2A@172.17.0.1:6379/0", Assert.Single(settings.Redis.Shards).Value);
    }

    [Theory]
    [InlineData("", null, "Sqlite")]
    [InlineData("[redis]\nhost = h", null, "Sqlite")]
    [InlineData("[database]\nname = n", null, "PostgreSql")]
    [InlineData("", "VENUELESS_DB_HOST", "PostgreSql")]
    [InlineData("[database]\nbackend = sqlite", null, "Sqlite")]
    [InlineData("[database]\nbackend = sqlite\nname = n", "VENUELESS_DB_HOST", "Sqlite")]
    public void Read_DatabaseKeys_ChooseTheStore(string file, string? variable, string expected)
    {
        _fixture.File(file);
        if (variable is not null)
        {
            _fixture.Variable(variable, "x");
        }

        Assert.Equal(expected, _fixture.Read().Database.Kind.ToString());
    }

    [Fact]
    public void Read_SqliteWithName_IsAFileRelativeToTheWorkingFolder()
    {
        _fixture.Variable("VENUELESS_DB_TYPE", "sqlite").Variable("VENUELESS_DB_NAME", "own/events.db");

        Assert.Equal(Path.Combine(_fixture.Folder, "own/events.db"), _fixture.Read().Database.File);
    }

    [Theory]
    [InlineData("VENUELESS_REDIS_PORT", "7000", false)]
    [InlineData("VENUELESS_REDIS_AUTH", "a", false)]
    [InlineData("VENUELESS_REDIS_HOST", "h", true)]
    [InlineData("VENUELESS_REDIS_URLS", "redis://a:1/0, rediss://:p@b:2/1", true)]
    public void Read_RedisKeys_ChooseTheBroker(string variable, string value, bool isEnabled)
    {
        _fixture.Variable(variable, value);

        Assert.Equal(isEnabled, _fixture.Read().Redis.IsEnabled);
    }

    [Fact]
    public void Read_RedisUrls_WinOverHostAndKeepShardOrder()
    {
        _fixture.Variable("VENUELESS_REDIS_HOST", "h").Variable("VENUELESS_REDIS_URLS", "redis://a:1/0,redis://b:2/1");

        Assert.Equal(["redis://a:1/0", "redis://b:2/1"], _fixture.Read().Redis.Shards.Select(shard => shard.Value));
    }

    [Theory]
    [InlineData("http://a/0")]
    [InlineData("redis://a/zero")]
    [InlineData("redis://a/0, b:1")]
    public void Redis_AddressOfAnotherForm_IsAnError(string urls)
    {
        _fixture.Variable("VENUELESS_REDIS_URLS", urls);

        Assert.EndsWith("is not of the form redis://[:password@]host:port/db", Assert.Single(_fixture.ReadErrors()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VENUELESS_LISTEN", true)]
    [InlineData("VENUELESS_DATA_DIR", true)]
    [InlineData("VENUELESS_SITE_URL", false)]
    [InlineData("OTHER", true)]
    public void Read_Variable_TellsQuickStartFromConfiguration(string variable, bool isQuickStart)
    {
        _fixture.Variable(variable, variable == "VENUELESS_LISTEN" ? "8375" : variable == "VENUELESS_DATA_DIR" ? "d" : "http://x");

        Assert.Equal(isQuickStart, !_fixture.Read().IsConfigured);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("YES", true)]
    [InlineData("true", true)]
    [InlineData("on", true)]
    [InlineData("0", false)]
    [InlineData("off", false)]
    public void Read_SwitchInFile_KnowsFourWords(string text, bool expected)
    {
        _fixture.File($"[venueless]\nmultifactor_require = {text}");

        Assert.Equal(expected, _fixture.Read().Site.RequiresMultifactor);
    }

    [Theory]
    [InlineData("True", true)]
    [InlineData("true", false)]
    [InlineData("1", false)]
    [InlineData("", false)]
    public void Read_SwitchInVariable_IsExactlyTrue(string text, bool expected)
    {
        _fixture.Variable("VENUELESS_DEBUG", text);

        Assert.Equal(expected, _fixture.Read().Operation.IsDebug);
    }

    [Fact]
    public void Read_WrongValues_ReportsAllWithoutShowingThem()
    {
        _fixture.File("[database]\nbackend = oracle9\n[mail]\nport = hunter2").Variable("VENUELESS_LISTEN", "hunter3").Variable("VENUELESS_SITE_URL", "hunter4")
            .Variable("VENUELESS_REDIS_URLS", "http://:hunter5@x");

        var errors = _fixture.ReadErrors();

        Assert.Equal(5, errors.Count);
        Assert.DoesNotContain(errors, error => error.Contains("hunter", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.EndsWith("0.cfg: [mail] port: expected a whole number from 1 to 65535", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("VENUELESS_LISTEN: expected [address:]port", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-Infinity")]
    [InlineData("Infinity")]
    [InlineData("NaN")]
    [InlineData("-1")]
    [InlineData("3601")]
    public void Read_SecondsOutOfBounds_AreRefused(string text)
    {
        _fixture.Variable("VENUELESS_SHUTDOWN_TIMEOUT", text);

        Assert.Equal(["VENUELESS_SHUTDOWN_TIMEOUT: expected seconds from 0 to 3600"], _fixture.ReadErrors());
    }

    [Fact]
    public void Read_DrainTime_LeavesTimeForTheWriters()
    {
        _fixture.Variable("VENUELESS_SHUTDOWN_TIMEOUT", "100").Variable("VENUELESS_DRAIN_TIME", "70");
        Assert.Equal(TimeSpan.FromSeconds(70), _fixture.Read().Operation.DrainTime);

        _fixture.Variable("VENUELESS_DRAIN_TIME", "70.5");
        Assert.Equal(["VENUELESS_DRAIN_TIME: expected at most 70 % of venueless.shutdown_timeout"], _fixture.ReadErrors());
    }

    [Fact]
    public void ToString_WithSecrets_ShowsNone()
    {
        _fixture.Variable("VENUELESS_DB_PASS", "hunter2").Variable("VENUELESS_DJANGO_SECRET", "hunter2").Variable("VENUELESS_REDIS_URLS", "redis://:hunter2@h:1/0")
            .Variable("VENUELESS_CONTROL_SECRET", "hunter2").Variable("VENUELESS_MAIL_PASSWORD", "hunter2").Variable("VENUELESS_ZOOM_SECRET", "hunter2");

        var settings = _fixture.Read();

        Assert.DoesNotContain("hunter2", settings.ToString() + string.Join(' ', settings.Redis.Shards), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("True", "0", true, 0)]
    [InlineData("False", "4096", false, 4096)]
    [InlineData("off", "", false, null)]
    public void Read_Compression_IsTheTransportsUnlessGiven(string? switched, string? threshold, bool? uses, int? bytes)
    {
        if (switched is not null)
        {
            _fixture.Variable("VENUELESS_COMPRESSION", switched).Variable("VENUELESS_COMPRESSION_THRESHOLD", threshold!);
        }

        var operation = _fixture.Read().Operation;

        Assert.Equal(uses, operation.UsesCompression);
        Assert.Equal(bytes, operation.CompressionThreshold);
    }

    [Fact]
    public void Read_Operation_TakesTimesAndLabel()
    {
        _fixture.Variable("VENUELESS_CACHE_MAX_AGE", "0").Variable("VENUELESS_SHUTDOWN_TIMEOUT", "2.5").Variable("VENUELESS_COMMIT_SHA", "abc")
            .Variable("VENUELESS_ENVIRONMENT", "production").Variable("VENUELESS_STATSD_HOST", "stats");

        var operation = _fixture.Read().Operation;

        Assert.Equal(TimeSpan.Zero, operation.CacheMaxAge);
        Assert.Equal(TimeSpan.FromSeconds(2.5), operation.ShutdownTimeout);
        Assert.Equal("abc.production", operation.ConnectionLabel);
        Assert.Equal(new DnsEndPoint("stats", 9125), operation.Statsd);
    }

    [Fact]
    public void Read_MetricsAndAccessLog_DefaultsAndBothSources()
    {
        Assert.True(_fixture.Read().Operation.HasMetrics);
        Assert.False(_fixture.Read().Operation.HasAccessLog);
        Assert.True(_fixture.Read().Operation.MetricsToken.IsEmpty);

        _fixture.File("[metrics]\nenabled = off\ntoken = from-file\n[venueless]\naccess_log = on").Variable("VENUELESS_METRICS_TOKEN", "from-variable");

        var operation = _fixture.Read().Operation;
        Assert.False(operation.HasMetrics);
        Assert.True(operation.HasAccessLog);
        Assert.Equal("from-variable", operation.MetricsToken.Value);
    }
}
