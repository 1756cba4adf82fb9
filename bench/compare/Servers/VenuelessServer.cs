using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Venueless.Fast.Compare.Dialects;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Compare.Servers;

/// <summary>
/// Our own server as operators start it, with everything it really does: an own database per start, in which every message is stored and committed before it is
/// delivered, access checks, profiles of senders for those who do not know them yet.
/// </summary>
/// <param name="programPath"><c>venueless.dll</c> of a Release build; null: it is published first.</param>
/// <param name="usesPostgres">PostgreSQL and Redis as <c>VENUELESS_TEST_POSTGRES</c> and <c>VENUELESS_TEST_REDIS</c> name them; otherwise SQLite.</param>
internal sealed class VenuelessServer(string? programPath, bool usesPostgres) : IServer
{
    public const string ServerName = "venueless";

    private string? _program = programPath;

    public string Name => ServerName;

    public async Task<string?> PrepareAsync()
    {
        if (usesPostgres && (Environment.GetEnvironmentVariable(TestPostgres.Variable) is null || Environment.GetEnvironmentVariable(TestRedis.Variable) is null))
        {
            return $"{TestPostgres.Variable} and {TestRedis.Variable} must name a PostgreSQL and a Redis";
        }

        if (_program is null)
        {
            var folder = Repository.WorkFolder("server");
            string[] publish = ["publish", Path.Combine(Repository.Root, "src", "Host"), "-c", "Release", "--use-current-runtime", "-o", folder, "--nologo", "-v", "q"];
            await Tool.RunAsync(new ProcessStartInfo("dotnet", publish) { WorkingDirectory = Repository.Root });
            _program = Path.Combine(folder, "venueless.dll");
        }

        return File.Exists(_program) ? null : $"{_program} does not exist";
    }

    public async Task<ServerChild> StartAsync()
    {
        var home = Directory.CreateTempSubdirectory("venueless-compare-").FullName;
        var database = usesPostgres ? await TestPostgres.CreateAsync() : null;
        var redis = usesPostgres ? await TestRedis.CreateAsync() : null;
        ServerChild? child = null;
        var isClean = false;
        try
        {
            var settings = Settings(home, database?.Settings, redis?.Url);
            var port = FreePort.Find();
            var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
            child = await ServerChild.StartAsync(Command(home, settings, "runserver", address), port, CleanUpAsync);
            // The server has made the tables, and finds the world when the first client asks for it.
            var world = Path.Combine(home, "event.json");
            await WriteWorldAsync(world);
            await Tool.RunAsync(Command(home, settings, "import_config", world));
            return child;
        }
        catch
        {
            await (child?.DisposeAsync() ?? CleanUpAsync());
            throw;
        }

        // Also called by a child that does not start, before the exception comes here.
        async ValueTask CleanUpAsync()
        {
            if (isClean)
            {
                return;
            }

            isClean = true;
            await (redis?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (database?.DisposeAsync() ?? ValueTask.CompletedTask);
            Directory.Delete(home, recursive: true);
        }
    }

    public async Task<Dialect> DescribeAsync(ServerChild server, int messageBytes) => await VenuelessDialect.CreateAsync(server.Port);

    private static Dictionary<string, string> Settings(string home, NpgsqlConnectionStringBuilder? database, string? redis)
    {
        var settings = new Dictionary<string, string> { ["VENUELESS_DATA_DIR"] = home, ["VENUELESS_DB_TYPE"] = "sqlite", ["HOME"] = home };
        if (database is not null && redis is not null)
        {
            settings["VENUELESS_DB_TYPE"] = "postgresql";
            settings["VENUELESS_DB_HOST"] = database.Host!;
            settings["VENUELESS_DB_PORT"] = database.Port.ToString(CultureInfo.InvariantCulture);
            settings["VENUELESS_DB_NAME"] = database.Database!;
            settings["VENUELESS_DB_USER"] = database.Username!;
            settings["VENUELESS_DB_PASS"] = database.Password ?? "";
            settings["VENUELESS_REDIS_URLS"] = redis;
        }

        return settings;
    }

    private static async Task WriteWorldAsync(string path)
    {
        await using var resource = typeof(VenuelessServer).Assembly.GetManifestResourceStream("event.json")!; // Embedded by the project file.
        await using var file = File.Create(path);
        await resource.CopyToAsync(file);
    }

    private ProcessStartInfo Command(string home, Dictionary<string, string> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [_program!, .. arguments]) { WorkingDirectory = home };
        // Only what is measured, whatever this machine is configured for.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("VENUELESS_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
