using System.Globalization;
using System.Text;
using StackExchange.Redis;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Redis.Consoles;

/// <summary>Commands of an operator. Thread-safe.</summary>
public sealed class RedisConsole : IAsyncDisposable
{
    // They change the connection, which carries other commands as well, or take it for themselves.
    private static readonly HashSet<string> Impossible = new(StringComparer.OrdinalIgnoreCase)
    {
        "AUTH", "DISCARD", "EXEC", "HELLO", "MONITOR", "MULTI", "PSUBSCRIBE", "PSYNC", "PUNSUBSCRIBE", "QUIT", "RESET", "SELECT", "SSUBSCRIBE", "SUBSCRIBE",
        "SUNSUBSCRIBE", "SYNC", "UNSUBSCRIBE", "UNWATCH", "WATCH",
    };

    private readonly RedisShards _shards;

    internal RedisConsole(RedisShards shards) => _shards = shards;

    /// <summary>How many shards there are; the first one is number 0.</summary>
    public int Shards => _shards.All.Length;

    /// <summary>Runs a command, given as words; returns the answer as lines.</summary>
    /// <exception cref="StoreRefusedException">Redis refuses the command; the message says why.</exception>
    /// <exception cref="StoreUnavailableException">Redis is away, or did not answer in time.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(int shard, IReadOnlyList<string> words, CancellationToken cancellation = default)
    {
        if (Impossible.Contains(words[0]))
        {
            throw new StoreRefusedException($"{words[0]} needs a connection of its own, which this prompt does not have.");
        }

        try
        {
            object[] arguments = [.. words.Skip(1)];
            var answer = await _shards.All[shard].RunAsync(database => database.ExecuteAsync(words[0], arguments), cancellation);
            var lines = new List<string>();
            Append(lines, answer, "", "");
            return lines;
        }
        catch (Exception exception) when (exception is RedisServerException or RedisCommandException)
        {
            throw new StoreRefusedException(exception.Message, exception);
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            throw RedisErrors.Unavailable(exception);
        }
    }

    public ValueTask DisposeAsync() => _shards.DisposeAsync();

    private static void Append(List<string> lines, RedisResult answer, string first, string next)
    {
        if (answer.IsNull)
        {
            lines.Add($"{first}(nil)");
            return;
        }

        if (answer.Resp2Type != ResultType.Array)
        {
            lines.Add(first + answer.Resp2Type switch
            {
                ResultType.Integer => $"(integer) {answer}",
                ResultType.BulkString => Quote((byte[])answer!),
                _ => answer.ToString(),
            });
            return;
        }

        if (answer.Length == 0)
        {
            lines.Add($"{first}(empty)");
        }

        var width = answer.Length.ToString(CultureInfo.InvariantCulture).Length;
        for (var index = 0; index < answer.Length; index++)
        {
            var number = (index + 1).ToString(CultureInfo.InvariantCulture).PadLeft(width) + ") ";
            Append(lines, answer[index], (index == 0 ? first : next) + number, next + new string(' ', number.Length));
        }
    }

    // Values may be any bytes: text as it is, everything else escaped.
    private static string Quote(byte[] value)
    {
        var text = new StringBuilder("\"");
        var rest = value.AsSpan();
        while (!rest.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(rest, out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done || Rune.IsControl(rune))
            {
                foreach (var one in rest[..length])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{one:x2}");
                }
            }
            else
            {
                text.Append(rune.Value is '"' or '\\' ? "\\" : "").Append(rune);
            }

            rest = rest[length..];
        }

        return text.Append('"').ToString();
    }
}
