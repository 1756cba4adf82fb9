using System.Text.Json.Nodes;

namespace Venueless.Fast.Host.Tests.Crash;

/// <summary>What clients have seen against what is stored.</summary>
internal static class CrashAssert
{
    /// <summary>Everything that was acknowledged or pushed is stored as it was shown, and nothing is stored twice.</summary>
    public static void NothingIsLost(IReadOnlyList<StoredEvent> stored, IReadOnlyList<CrashClient> clients)
    {
        var byId = stored.ToDictionary(
            static row => row.Id,
            static row => new SeenEvent(row.Id, row.Channel, (string?)JsonNode.Parse(row.Content)!["body"]));
        Assert.Equal(
            [],
            clients.SelectMany(static client => client.Acknowledged).Where(seen => byId.GetValueOrDefault(seen.Id) != seen));
        Assert.Equal(
            [],
            clients.SelectMany(static client => client.Pushed).Distinct().Where(seen => byId.GetValueOrDefault(seen.Id) != seen));
        var texts = byId.Values.Where(static row => row.Body is not null).Select(static row => row.Body!).ToArray();
        Assert.Equal(texts.Length, texts.Distinct().Count());
    }

    /// <summary>A subscriber has seen the ids of its channel rise, over all its connections; so have the replies to a sender.</summary>
    public static void IsOrdered(CrashClient client)
    {
        Assert.NotEmpty(client.Pushed);
        Assert.All(client.Pushed.Zip(client.Pushed.Skip(1)), static pair => Assert.True(pair.First.Id < pair.Second.Id, $"{pair.Second} came after {pair.First}."));
        Assert.All(client.Acknowledged.Zip(client.Acknowledged.Skip(1)), static pair => Assert.True(pair.First.Id < pair.Second.Id, $"{pair.Second} was acknowledged after {pair.First}."));
    }

    /// <summary>Everything that the speakers' servers acknowledged was pushed to every listener, since it joined.</summary>
    public static void EverybodyHeard(IReadOnlyList<CrashClient> listeners, IReadOnlyList<CrashClient> speakers)
    {
        SeenEvent[] said = [.. speakers.SelectMany(static speaker => speaker.Acknowledged)];
        foreach (var listener in listeners)
        {
            Assert.Equal([], said.Where(seen => seen.Id >= listener.Pushed[0].Id).Except(listener.Pushed));
        }
    }
}
