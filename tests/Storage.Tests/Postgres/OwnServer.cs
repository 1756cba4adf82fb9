using System.Diagnostics;
using Npgsql;
using Venueless.Fast.Storage.Postgres;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>
/// A PostgreSQL of one test's own, which may be killed. Without fsync: what is tested is the end of its processes, after which the operating system still has what
/// they wrote; the end of the machine is the server's own affair.
/// </summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private const string User = "venueless";

    private readonly string _folder;
    private readonly int _port;

    private OwnServer(string folder, int port)
    {
        _folder = folder;
        _port = port;
    }

    /// <summary>The folder of <c>initdb</c>; null: none was found. Searched as <c>scripts/test-services.sh</c> does.</summary>
    public static string? Programs { get; } = FindPrograms();

    public PostgresOptions Options => new() { Host = "127.0.0.1", Port = _port, Database = "postgres", User = User, MaxReaders = 4 };

    public string ConnectionString => new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = _port, Database = "postgres", Username = User, Pooling = false }.ConnectionString;

    private string Data => Path.Combine(_folder, "data");

    public static async Task<OwnServer> StartNewAsync()
    {
        var server = new OwnServer(Directory.CreateTempSubdirectory("venueless-postgres-").FullName, FreePort.Find());
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", server._folder);
        }

        await RunAsServerAsync("initdb", "-D", server.Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        await server.StartAsync();
        return server;
    }

    public Task StartAsync() => RunAsServerAsync(
        "pg_ctl", "-D", Data, "-w", "-t", "60", "-l", Path.Combine(_folder, "log"),
        "-o", $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c fsync=off", "start");

    /// <summary>Ends its processes without a chance to finish anything; returns when they are gone.</summary>
    public Task KillAsync() => RunAsServerAsync("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            await KillAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    // initdb and postgres refuse to run as root.
    private static Task RunAsServerAsync(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(Programs!, program), .. arguments])
        : RunAsync(Path.Combine(Programs!, program), arguments);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await output} {await error}");
    }

    private static string? FindPrograms()
    {
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(static version => Path.Combine(version, "bin"))
            : [];
        return installed
            .Where(IsThere)
            .OrderByDescending(static folder => int.TryParse(Path.GetFileName(Path.GetDirectoryName(folder)), out var version) ? version : 0)
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(IsThere).Take(1))
            .FirstOrDefault();
    }

    private static bool IsThere(string folder) => File.Exists(Path.Combine(folder, "initdb"));
}
