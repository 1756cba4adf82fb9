using System.Globalization;

namespace Venueless.Fast.Host.Configuration;

/// <summary>Section <c>redis</c>: one address per shard.</summary>
/// <param name="IsEnabled">True when a host or URL is configured; otherwise this is one node without redis.</param>
/// <param name="Shards">URLs with passwords, in shard order; one for the keys host, port, db and auth. Empty when not enabled.</param>
/// <param name="TransportDatabase">Database number in the prefix that our own keys must keep clear of; from the file only (operations.md section 1.3).</param>
internal sealed record RedisSettings(bool IsEnabled, IReadOnlyList<Secret> Shards, int TransportDatabase)
{
    public static RedisSettings Read(ConfigurationReader reader)
    {
        var urls = reader.Find("redis.urls", "VENUELESS_REDIS_URLS");
        var host = reader.Find("redis.host", "VENUELESS_REDIS_HOST");
        var port = reader.Number("redis.port", "VENUELESS_REDIS_PORT", 6379, 1, 65535);
        var database = reader.Number("redis.db", "VENUELESS_REDIS_DB", 0, 0, 65535);
        var password = reader.Text("redis.auth", "VENUELESS_REDIS_AUTH");
        var transportDatabase = reader.Number("redis.db", "", 0, 0, 65535);

        if (urls is { Text.Length: > 0 } list)
        {
            return new RedisSettings(true, ReadUrls(reader, list.Text, list.Origin), transportDatabase);
        }

        if (host is not { Text.Length: > 0 } one)
        {
            return new RedisSettings(false, [], transportDatabase);
        }

        var credentials = password.Length == 0 ? "" : $":{Uri.EscapeDataString(password)}@";
        return new RedisSettings(true, [new Secret($"redis://{credentials}{one.Text}:{port}/{database}")], transportDatabase);
    }

    private static List<Secret> ReadUrls(ConfigurationReader reader, string text, string origin)
    {
        var shards = new List<Secret>();
        foreach (var url in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("redis" or "rediss") || parsed.Host.Length == 0
                || parsed.AbsolutePath.Trim('/') is { Length: > 0 } database && !ushort.TryParse(database, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                reader.Reject(origin, $"address {shards.Count + 1} is not of the form redis://[:password@]host:port/db");
            }

            shards.Add(new Secret(url));
        }

        return shards;
    }
}
