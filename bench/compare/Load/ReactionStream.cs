using Venueless.Fast.Compare.Dialects;
using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.Compare.Load;

/// <summary>An audience that reacts while somebody talks; only our server knows that. Loop thread only.</summary>
/// <param name="crowd">Its clients take turns.</param>
/// <param name="perSecond">0: none.</param>
internal sealed class ReactionStream(Crowd crowd, int perSecond)
{
    private const int TicksPerSecond = 100;

    public async Task RunAsync(TimeSpan time)
    {
        if (perSecond == 0 || crowd.Dialect is not VenuelessDialect dialect)
        {
            return;
        }

        var start = Clock.Now;
        var sent = 0;
        for (var tick = 1; tick <= time.TotalSeconds * TicksPerSecond; tick++)
        {
            await crowd.Loop.DelayUntilAsync(start + (tick * 1_000_000L / TicksPerSecond));
            for (; sent < tick * perSecond / TicksPerSecond; sent++)
            {
                var client = crowd.Clients[sent % crowd.Clients.Count];
                client.Socket!.SendText(dialect.Ask(Commands.React, client.Index, sent)); // All are there.
            }
        }
    }
}
