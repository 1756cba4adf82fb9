using System.Globalization;
using StackExchange.Redis;

namespace Venueless.Fast.Storage.Redis;

/// <summary>One shard's address, taken apart. Prints without its password.</summary>
internal sealed class RedisAddress
{
    private const int DefaultPort = 6379;

    private readonly Uri _uri;
    private readonly string? _user;
    private readonly string? _password;
    private readonly int _database;

    private RedisAddress(Uri uri, int database)
    {
        _uri = uri;
        _database = database;
        var (user, password) = uri.UserInfo.Split(':', 2) is [var name, var secret] ? (name, secret) : ("", uri.UserInfo);
        _user = user.Length == 0 ? null : Uri.UnescapeDataString(user);
        _password = password.Length == 0 ? null : Uri.UnescapeDataString(password);
    }

    private int Port => _uri.Port < 0 ? DefaultPort : _uri.Port;

    /// <param name="url"><c>redis(s)://[[user]:password@]host[:port][/db]</c>.</param>
    public static RedisAddress Parse(string url)
    {
        var uri = new Uri(url, UriKind.Absolute);
        var path = uri.AbsolutePath.Trim('/');
        var database = 0;
        if (uri.Scheme is not ("redis" or "rediss") || (path.Length > 0 && !int.TryParse(path, NumberStyles.None, CultureInfo.InvariantCulture, out database)))
        {
            // Without the address: it contains the password.
            throw new FormatException("The address of a Redis is not of the form redis://[:password@]host:port/db.");
        }

        return new RedisAddress(uri, database);
    }

    public ConfigurationOptions ToConfiguration(RedisOptions options)
    {
        var operationTimeout = (int)options.OperationTimeout.TotalMilliseconds;
        var configuration = new ConfigurationOptions
        {
            AbortOnConnectFail = false,
            ConnectTimeout = (int)options.ConnectTimeout.TotalMilliseconds,
            AsyncTimeout = operationTimeout,
            SyncTimeout = operationTimeout,
            ReconnectRetryPolicy = new LinearRetry((int)options.RetryInterval.TotalMilliseconds),

            // While Redis is away a login is to be refused at once, not after a timeout that holds up the client and piles up requests.
            BacklogPolicy = BacklogPolicy.FailFast,
            ClientName = "venueless",
            AllowAdmin = options.AllowsAdministration,
            DefaultDatabase = _database,
            User = _user,
            Password = _password,
            Ssl = _uri.Scheme == "rediss",
        };
        configuration.EndPoints.Add(_uri.IdnHost, Port);
        return configuration;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_uri.Host}:{Port}/{_database}");
}
