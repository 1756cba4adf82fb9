using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>Tells members of staff, present and former, what they work with now (exhibition.md section 2). Thread-safe.</summary>
internal sealed class StaffNews(IExhibitionStore store, ILogger logger)
{
    private readonly IExhibitionStore _store = store;
    private readonly ILogger _logger = logger;

    /// <summary>
    /// After the commit and the reply. Of two changes at once, also on two nodes, the news of the older may leave last. So each looks again when its news have their
    /// place in the world's order, and tells those for whom something has changed meanwhile: the last news are always what is stored.
    /// </summary>
    public async ValueTask TellAsync(Session session, IReadOnlyList<UserId> users)
    {
        if (users.Count == 0)
        {
            return;
        }

        var (world, broker) = (session.WorldState!.Current, session.Services.Broker);
        try
        {
            var data = await _store.ReadDataAsync(world.Id, users);
            while (users.Count > 0)
            {
                var (told, now) = (data, session.Services.Time.GetUtcNow());
                broker.Publish(world.Id, NewsOf(users, told, world, now));
                await broker.FlushAsync();
                data = await _store.ReadDataAsync(world.Id, users);
                users = [.. users.Where(user => !IsTold(data[user], told[user], now))];
            }
        }
        catch (StoreUnavailableException exception)
        {
            ExhibitionLog.StaffNotTold(_logger, world.Id.Value, exception.Message);
        }
    }

    // Whoever has the same exhibitors gets the same message.
    private static PushList NewsOf(IReadOnlyList<UserId> users, IReadOnlyDictionary<UserId, ExhibitionData> data, World world, DateTimeOffset now)
    {
        var pushes = new PushList();
        foreach (var same in users.GroupBy(user => data[user], ReferenceEqualityComparer.Instance))
        {
            pushes.AddFor([.. same], ExhibitionBroadcasts.DataUpdate((ExhibitionData)same.Key!, world, now));
        }

        return pushes;
    }

    // Requests that were made after the news have pushes of their own after them; an older one, or a step of one, may have been told before news that do not know it.
    private static bool IsTold(ExhibitionData data, ExhibitionData told, DateTimeOffset at)
    {
        if (!data.Exhibitors.SequenceEqual(told.Exhibitors))
        {
            return false;
        }

        // Stored times have whole microseconds.
        var moment = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));
        var known = told.Requests.ToDictionary(static request => request.Id, StepOf);
        return data.Requests.All(request => known.TryGetValue(request.Id, out var step) ? step == StepOf(request) : request.Timestamp >= moment);
    }

    private static (string State, UserId? AnsweredBy) StepOf(ContactRequest request) => (request.State, request.AnsweredBy?.Id);
}
