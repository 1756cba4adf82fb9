using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Bench.Core;

/// <summary>One message from the receive buffer to the enqueued reply, without transport and storage.</summary>
[MemoryDiagnoser]
public class DispatchBenchmarks
{
    private static readonly WorldId World = new("bench");
    private static readonly Meter Meter = new("venueless.bench");

    private readonly ReadOnlySequence<byte> _ping = new("""["ping",1763824000000]"""u8.ToArray());
    private readonly ReadOnlySequence<byte> _command = new("""["user.nothing",17,{}]"""u8.ToArray());
    private readonly ReadOnlySequence<byte> _unknown = new("""["weather.today",17,{}]"""u8.ToArray());
    private readonly CountingConnection _connection = new();
    private MeterProvider? _collector;
    private Session _session = null!;

    /// <summary>Whether it is counted, and somebody collects, as in a server.</summary>
    [Params(false, true)]
    public bool IsMeasured { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var time = TimeProvider.System;
        var worlds = new InMemoryWorldStore();
        var users = new InMemoryUserStore();
        worlds.Put(new WorldRow(World, "Bench", null, null, null, null, "en", "Europe/Berlin", null, null, null, null, 1));
        var node = NodeIdentity.CreateNew("unknown.unknown");
        var sessions = new SessionRegistry();
        var topics = new TopicRegistry();
        var services = new SessionServices
        {
            Time = time,
            Worlds = new WorldDirectory(worlds, NoVersionKeys.Instance, time),
            Users = new UserDirectory(users, NoVersionKeys.Instance, time),
            Topics = topics,
            Broker = new LocalBroker(topics),
            Commands = new NothingTable(),
            Authenticator = new GuestAuthenticator(users),
            CleanUps = [],
            Sessions = sessions,
            Node = node,
            Connections = new LocalConnectionRegistry(),
            Replacer = new ConnectionReplacer(node, sessions),
            Options = new SessionOptions(),
            Freshness = new FreshnessOptions(),
            Logger = NullLogger.Instance,
            Meter = IsMeasured ? new NodeMeter(Meter, new NothingTable()) : null,
        };
        if (IsMeasured)
        {
            _collector = Sdk.CreateMeterProviderBuilder().AddMeter(Meter.Name).AddReader(new IdleReader()).Build();
        }

        _session = new Session(services, _connection, World);
        _session.OnOpenAsync().AsTask().GetAwaiter().GetResult();
        _session.OnMessageAsync(new ReadOnlySequence<byte>("""["authenticate",{}]"""u8.ToArray()), MessageType.Text).AsTask().GetAwaiter().GetResult();
        if (_session.State != SessionState.Authenticated || Last(_command) != """["success",17,{}]""" || Last(_ping) != """["pong",1763824000000]""")
        {
            throw new InvalidOperationException("The dispatch does not answer.");
        }
    }

    [GlobalCleanup]
    public void CleanUp() => _collector?.Dispose();

    [Benchmark(Baseline = true)]
    public int Ping() => Run(_ping);

    [Benchmark]
    public int Command() => Run(_command);

    [Benchmark]
    public int UnknownCommand() => Run(_unknown);

    private int Run(in ReadOnlySequence<byte> message)
    {
        var running = _session.OnMessageAsync(message, MessageType.Text);
        return running.IsCompletedSuccessfully
            ? _connection.Bytes
            : throw new InvalidOperationException("A command without storage must not wait.");
    }

    private string Last(in ReadOnlySequence<byte> message)
    {
        _connection.KeepsLast = true;
        Run(message);
        _connection.KeepsLast = false;
        return Encoding.UTF8.GetString(_connection.Last);
    }

    // Collects when it is asked to, which it never is.
    private sealed class IdleReader : MetricReader;

    private sealed class NothingTable : CommandTable
    {
        public override int Count => 1;

        public override int Find(ReadOnlySpan<byte> name) => name.SequenceEqual("user.nothing"u8) ? 0 : -1;

        public override string NameOf(int command) => "user.nothing";

        public override bool UsesRoom(int command) => false;

        public override ValueTask<CommandResult> InvokeAsync(int command, CommandContext context, ReadOnlySpan<byte> body) => new(CommandResult.Success);
    }
}
