using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Core.Tests.Freshness;

namespace Venueless.Fast.Core.Tests.Sessions;

/// <summary>Real sessions over scripted neighbours.</summary>
internal sealed class SessionHarness
{
    public const string UserA = "11111111-1111-4111-8111-111111111111";

    public SessionHarness(FreshnessOptions? freshness = null, CommandTable? commands = null, FanOut? fanOut = null)
    {
        Authenticator = new ScriptedAuthenticator(Users);
        Worlds.Worlds["test"] = ScriptedWorldStore.World("test");
        var node = NodeIdentity.CreateNew("unknown.unknown");
        var sessions = new SessionRegistry();
        var topics = new TopicRegistry(fanOut);
        Services = new SessionServices
        {
            Time = Time,
            Worlds = new WorldDirectory(Worlds, VersionKeys, Time),
            Users = new UserDirectory(Users, VersionKeys, Time),
            Topics = topics,
            Broker = new LocalBroker(topics),
            Commands = commands ?? Commands,
            Authenticator = Authenticator,
            CleanUps = CleanUps,
            Sessions = sessions,
            Node = node,
            Connections = Connections,
            Replacer = new ConnectionReplacer(node, sessions),
            Options = new SessionOptions(),
            Freshness = freshness ?? new FreshnessOptions(),
            Logger = Log,
        };
    }

    public HookedTime Time { get; } = new();

    public ScriptedWorldStore Worlds { get; } = new();

    public ScriptedUserStore Users { get; } = new();

    public ScriptedCommandTable Commands { get; } = new();

    public ScriptedAuthenticator Authenticator { get; }

    public List<ISessionCleanUp> CleanUps { get; } = [];

    public ScriptedConnectionRegistry Connections { get; } = new();

    public RecordingVersionKeys VersionKeys { get; } = new();

    public RecordingLogger Log { get; } = new();

    public SessionServices Services { get; }

    public static ValueTask SendAsync(Session session, string message, MessageType type = MessageType.Text) =>
        session.OnMessageAsync(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(message)), type);

    public async Task<(Session Session, RecordingConnection Connection)> OpenAsync(string world = "test")
    {
        var connection = new RecordingConnection();
        var session = new Session(Services, connection, new WorldId(world));
        await session.OnOpenAsync();
        return (session, connection);
    }

    public async Task<(Session Session, RecordingConnection Connection)> LogInAsync(string user = UserA)
    {
        var (session, connection) = await OpenAsync();
        await SendAsync(session, $$"""["authenticate",{"client_id":"{{user}}"}]""");
        Assert.Equal(["""["authenticated",{}]"""], connection.Take());
        return (session, connection);
    }

    /// <summary>A clock that lets a test act in the middle of whatever looks at it.</summary>
    public sealed class HookedTime : FakeTimeProvider
    {
        public Action? OnTimestamp { get; set; }

        public override long GetTimestamp()
        {
            OnTimestamp?.Invoke();
            return base.GetTimestamp();
        }
    }

    /// <summary>Keeps what is logged, to check that hostile input leaves no stack trace.</summary>
    public sealed class RecordingLogger : ILogger
    {
        public List<(LogLevel Level, Exception? Exception)> Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Add((logLevel, exception));
    }
}
