using System.Text;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Core.Tests.Sessions;

namespace Venueless.Fast.Core.Tests.Messaging.Delivery;

/// <summary>Sessions over a fan-out whose passes a test can keep from beginning.</summary>
internal sealed class Hall : IDisposable
{
    private readonly SessionHarness _harness;

    public Hall(int threads = 1)
    {
        FanOut = new FanOut(threads);
        _harness = new SessionHarness(fanOut: FanOut);
    }

    public FanOut FanOut { get; }

    public TopicRegistry Topics => _harness.Services.Topics;

    public static TopicKey Topic(string name) => TopicKey.Version(name);

    public void HoldPasses()
    {
        FanOut.LongestHold = TimeSpan.FromMinutes(1);
        FanOut.Hold();
    }

    public Session Open(RecordingConnection? connection = null, params string[] topics)
    {
        var session = new Session(_harness.Services, connection ?? new RecordingConnection(), new WorldId("test"));
        foreach (var topic in topics)
        {
            session.Subscribe(Topic(topic));
        }

        return session;
    }

    public List<Session> OpenMany(int count, params string[] topics) => [.. Enumerable.Range(0, count).Select(_ => Open(null, topics))];

    public void Publish(string topic, string text)
    {
        using var broadcast = new SingleFormBroadcast(SharedFrame.CreateText(Encoding.UTF8.GetBytes(text)));
        Topics.Deliver(Topic(topic), broadcast);
    }

    public void Dispose() => FanOut.Dispose();
}
