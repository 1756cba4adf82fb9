using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Cli.Shell;

/// <summary>operations.md section 3.9.</summary>
public sealed class ShellCommandTests
{
    [Theory]
    [EveryDatabase]
    public async Task Shell_Script_RunsEveryStatement(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        await database.Commands.RunWithInputAsync("w\nWorld\nw.example\n", "create_world");

        Assert.Equal(0, await database.Commands.RunWithInputAsync(
            "SELECT id, title,\n  external_auth_url\nFROM core_world;\nUPDATE core_world SET title = 'x;y' ; SELECT title AS t FROM core_world;\nexit\nSELECT 1;\n", "shell_plus"));

        Assert.Equal(
            """
             id | title | external_auth_url
            ----+-------+-------------------
             w  | World | NULL
            (1 row)
            (1 row changed)
             t
            -----
             x;y
            (1 row)

            """,
            database.Commands.Output);
        Assert.False(File.Exists(HistoryOf(database)));
    }

    [Theory]
    [EveryDatabase]
    public async Task Shell_Command_RunsOneStatement(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);

        Assert.Equal(0, await database.Commands.RunAsync("shell", "--command", "SELECT COUNT(*) AS n FROM core_world"));
        Assert.Equal(" n\n---\n 0\n(1 row)\n", database.Commands.Output);

        Assert.Equal(1, await database.Commands.RunAsync("shell", "--command", "SELECT x FROM nowhere"));
        Assert.Contains("nowhere", database.Commands.Error, StringComparison.Ordinal);
        Assert.Equal("", database.Commands.Output);
        Assert.Equal(2, await database.Commands.RunAsync("shell", "--command", " "));
    }

    [Theory]
    [EveryDatabase]
    public async Task Shell_KindsOfValues_AreReadable(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        await CloneOrigin.CreateAsync(database);
        var bytes = database.IsPostgreSql ? @"'\x00ff'::bytea" : "x'00ff'";

        Assert.Equal(0, await database.Commands.RunAsync("shell", "--command", $"SELECT {bytes} AS b, 1.5 AS f, NULL AS n, timestamp, content FROM core_chatevent"));

        Assert.Matches(@"^ \\x00ff \| 1\.5 \| NULL \| 2026-03-01 17:04:05\.123456\+00(:00)? +\| \{\}$", database.Commands.Lines[2]);
        Assert.Equal(0, await database.Commands.RunAsync("shell", "--command", "SELECT * FROM core_room"));
        Assert.Contains("-[ row 2 ]-", database.Commands.Output, StringComparison.Ordinal);
    }

    [Theory]
    [EveryDatabase]
    public async Task Shell_FailedStatement_IsToldAndTheRestRuns(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        const string insert = "INSERT INTO core_announcement (id, text, timestamp, world_id, state) VALUES ('x', 'x', 'x', 'nowhere', 'x');";

        Assert.Equal(1, await database.Commands.RunWithInputAsync($"SELEC 1;\n{insert}\nSELECT 2 AS two;\n", "shell"));

        Assert.Equal(" two\n-----\n   2\n(1 row)\n", database.Commands.Output);
        Assert.Contains("SELEC", database.Commands.Error, StringComparison.Ordinal);
        Assert.Equal("0", await database.TextAsync("SELECT COUNT(*) FROM core_announcement"));
    }

    [Theory]
    [EveryDatabase]
    public async Task Shell_EndWithoutCommitOrSemicolon_ChangesNothing(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        await database.Commands.RunWithInputAsync("w\nWorld\n\n", "create_world");

        Assert.Equal(0, await database.Commands.RunWithInputAsync("BEGIN;\nUPDATE core_world SET title = 'x';\n", "shell"));
        Assert.Equal(1, await database.Commands.RunWithInputAsync("UPDATE core_world SET title = 'x'", "shell"));

        Assert.Equal("The last statement lacks its semicolon and was not run.\n", database.Commands.Error);
        Assert.Equal("World", await database.TextAsync("SELECT title FROM core_world"));
        Assert.Equal(0, await database.Commands.RunWithInputAsync("BEGIN;\nUPDATE core_world SET title = 'x';\nCOMMIT;\n", "shell"));
        Assert.Equal("x", await database.TextAsync("SELECT title FROM core_world"));
    }

    [Fact]
    public async Task Shell_Help_AndNoRedis()
    {
        await using var database = await CommandDatabase.CreateAsync(DatabaseKind.Sqlite);

        Assert.Equal(0, await database.Commands.RunWithInputAsync("help\n-- a comment\n", "shell"));
        Assert.Contains("redis COMMAND", database.Commands.Output, StringComparison.Ordinal);
        Assert.Equal(1, await database.Commands.RunAsync("shell", "--command", "redis GET x"));
        Assert.Equal("No redis is configured.\n", database.Commands.Error);
        Assert.Equal(0, await database.Commands.RunWithInputAsync("", "shell"));
    }

    [Fact]
    public async Task Shell_AtATerminal_EditsAndRemembersLines()
    {
        await using var database = await CommandDatabase.CreateAsync(DatabaseKind.Sqlite);
        database.Commands.Keys = "SELECT 2\r;\rxSELECX\bT 3 AS b;\u0001\u0004\u0005←\bc\rSELEC;\r↑↑\r secret;\rexit\r";

        Assert.Equal(0, await database.Commands.RunAsync("shell_plus"));

        Assert.Equal(["SELECT 2", ";", "SELECT 3 AS c;", "SELEC;", "SELECT 3 AS c;", "exit"], await File.ReadAllLinesAsync(HistoryOf(database)));
        Assert.Contains("venueless-> ", database.Commands.Output, StringComparison.Ordinal);
        Assert.Equal(2, database.Commands.Lines.Count(static line => line == " 3"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(HistoryOf(database)));
        }

        // What was typed last time; Ctrl-D ends.
        database.Commands.Keys = "↑↑↑↓\r\u0004";
        Assert.Equal(0, await database.Commands.RunAsync("shell"));
        Assert.Contains(" 3\n(1 row)\n", database.Commands.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shell_HistoryThatCannotBeWritten_IsNoObstacle()
    {
        await using var database = await CommandDatabase.CreateAsync(DatabaseKind.Sqlite);
        Directory.CreateDirectory(HistoryOf(database));
        database.Commands.Keys = "SELECT 7 AS n;\rexit\r";

        Assert.Equal(0, await database.Commands.RunAsync("shell"));

        Assert.Contains(" 7\n", database.Commands.Output, StringComparison.Ordinal);
        Assert.Single(database.Commands.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Shell_Redis_AnswersAreReadable()
    {
        await using var database = await CommandDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var redis = await TestRedis.CreateAsync();
        database.Commands.Configuration.Variable("VENUELESS_REDIS_URLS", redis.Url);

        Assert.Equal(1, await database.Commands.RunWithInputAsync(
            "redis SET key \"a b\\\"\"\nredis GET key;\nredis get missing\nredis RPUSH list x 'y z'\nredis LRANGE list 0 -1\nredis KEYS k*\nredis @1 GET key\nredis nonsense\nredis SUBSCRIBE x\nredis \"\nredis\n",
            "shell"));

        Assert.Equal(["OK", "\"a b\\\"\"", "(nil)", "(integer) 2", "1) \"x\"", "2) \"y z\"", "1) \"key\""], database.Commands.Lines);
        var errors = database.Commands.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("There are 1 shards; the first one is @0.", errors[0]);
        Assert.Contains("unknown command", errors[1], StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            ["SUBSCRIBE needs a connection of its own, which this prompt does not have.", "A quote does not end.", "redis COMMAND [ARGUMENT ...]"], errors[2..]);
        Assert.Equal(0, await database.Commands.RunAsync("shell", "--command", "redis @0 EXISTS key"));
    }

    private static string HistoryOf(CommandDatabase database) => Path.Combine(database.Commands.Configuration.Folder, "data", ".shell_history");
}
