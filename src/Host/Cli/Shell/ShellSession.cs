using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Redis.Consoles;
using Venueless.Fast.Storage.Sql.Consoles;

namespace Venueless.Fast.Host.Cli.Shell;

/// <summary>Runs what is typed, line by line: statements of SQL up to their semicolon, and commands that take one line.</summary>
internal sealed class ShellSession(CommandHost host, SqlConsole database, RedisConsole? redis)
{
    private const string Help =
        """
        SQL, over as many lines as it takes, up to ;       run it on the configured database
        SQL \G                                             the same, each column of the result in a line of its own
        redis COMMAND [ARGUMENT ...]                       run it on the configured redis
        redis @1 COMMAND [ARGUMENT ...]                    the same on the second shard
        help                                               this list
        exit                                               leave; so does the end of input (Ctrl-D)

        Servers notice changed rows by themselves within seconds. A transaction that is not committed is rolled back at the end.
        """;

    private readonly CommandHost _host = host;
    private readonly SqlConsole _database = database;
    private readonly RedisConsole? _redis = redis;
    private readonly StatementBuffer _buffer = new();

    /// <summary>Runs one text as it is; false if it fails.</summary>
    public Task<bool> RunAsync(string text, CancellationToken cancellation) =>
        RedisCommand(text) is { } command
            ? RunRedisAsync(command, cancellation)
            : RunSqlAsync(new ShellStatement(text, IsForRecords: false), cancellation);

    /// <summary>Runs everything up to <c>exit</c> or the end of input; false if any of it failed.</summary>
    /// <param name="readLine">Asks for the next line with the prompt; null at the end.</param>
    public async Task<bool> RunAllAsync(Func<string, string?> readLine, CancellationToken cancellation)
    {
        var isFine = true;
        while (readLine(_buffer.IsEmpty ? "venueless=> " : "venueless-> ") is { } line)
        {
            if (!_buffer.IsEmpty)
            {
                isFine &= await AddAsync(line, cancellation);
                continue;
            }

            var word = line.Trim().TrimEnd(';').TrimEnd();
            if (word is "exit" or "quit" or @"\q")
            {
                return isFine;
            }

            if (word is "help" or "?" or @"\?")
            {
                await _host.Output.WriteLineAsync(Help);
            }
            else if (RedisCommand(word) is { } command)
            {
                isFine &= await RunRedisAsync(command, cancellation);
            }
            else
            {
                isFine &= await AddAsync(line, cancellation);
            }
        }

        if (_buffer.IsEmpty)
        {
            return isFine;
        }

        // Perhaps half of a statement, and the other half was the condition.
        await _host.Error.WriteLineAsync("The last statement lacks its semicolon and was not run.");
        return false;
    }

    private static string? RedisCommand(string text)
    {
        var trimmed = text.Trim();
        return trimmed.StartsWith("redis", StringComparison.Ordinal) && (trimmed.Length == 5 || char.IsWhiteSpace(trimmed[5])) ? trimmed[5..] : null;
    }

    private async Task<bool> AddAsync(string line, CancellationToken cancellation)
    {
        var isFine = true;
        foreach (var statement in _buffer.Add(line))
        {
            isFine &= await RunSqlAsync(statement, cancellation);
        }

        return isFine;
    }

    private Task<bool> RunSqlAsync(ShellStatement statement, CancellationToken cancellation) => GuardAsync(async () =>
    {
        if (await _database.ReconnectAsync(cancellation))
        {
            await _host.Error.WriteLineAsync("The connection was lost and is open again.");
        }

        var hasResult = false;
        await foreach (var result in _database.RunAsync(statement.Text, cancellation))
        {
            ResultTable.Write(_host.Output, result, _host.Width, statement.IsForRecords);
            hasResult = true;
        }

        if (!hasResult)
        {
            await _host.Output.WriteLineAsync("OK");
        }
    });

    private Task<bool> RunRedisAsync(string text, CancellationToken cancellation) => GuardAsync(async () =>
    {
        if (_redis is null)
        {
            throw new CommandFailedException("No redis is configured.");
        }

        var words = CommandWords.Split(text) ?? throw new CommandFailedException("A quote does not end.");
        var shard = 0;
        if (words is [['@', .. var number], ..])
        {
            if (!int.TryParse(number, out shard) || shard < 0 || shard >= _redis.Shards)
            {
                throw new CommandFailedException($"There are {_redis.Shards} shards; the first one is @0.");
            }

            words.RemoveAt(0);
        }

        if (words.Count == 0)
        {
            throw new CommandFailedException("redis COMMAND [ARGUMENT ...]");
        }

        foreach (var line in await _redis.RunAsync(shard, words, cancellation))
        {
            await _host.Output.WriteLineAsync(CellText.Escape(line));
        }
    });

    private async Task<bool> GuardAsync(Func<Task> step)
    {
        try
        {
            await step();
            return true;
        }
        catch (Exception exception) when (exception is StoreRefusedException or StoreUnavailableException or CommandFailedException)
        {
            await _host.Error.WriteLineAsync(CellText.Escape(exception.Message.ReplaceLineEndings("\n"), keepsLines: true));
            return false;
        }
    }
}
