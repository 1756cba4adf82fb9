using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Gives every member of staff its exhibitors and their requests.</summary>
internal static class StaffedExhibitors
{
    /// <param name="users">Everybody gets an entry.</param>
    /// <param name="staffed">By name of the exhibitor.</param>
    /// <param name="requests">In the order in which they are shown.</param>
    public static IReadOnlyDictionary<UserId, ExhibitionData> Distribute(
        IReadOnlyList<UserId> users, IReadOnlyList<(UserId User, ExhibitorName Exhibitor)> staffed, IReadOnlyList<ContactRequest> requests)
    {
        var exhibitorsOf = staffed.ToLookup(static one => one.User, static one => one.Exhibitor);
        var data = new Dictionary<UserId, ExhibitionData>(users.Count);

        // Most members of staff work for one exhibitor, together with others: what they share is made once.
        var shared = new Dictionary<string, ExhibitionData>(StringComparer.Ordinal);
        foreach (var user in users)
        {
            ExhibitorName[] exhibitors = [.. exhibitorsOf[user]];
            var key = string.Join(' ', exhibitors.Select(static exhibitor => exhibitor.Id));
            if (!shared.TryGetValue(key, out var found))
            {
                found = exhibitors.Length == 0 ? ExhibitionData.Empty : Select(exhibitors, requests);
                shared.Add(key, found);
            }

            data[user] = found;
        }

        return data;
    }

    private static ExhibitionData Select(ExhibitorName[] exhibitors, IReadOnlyList<ContactRequest> requests)
    {
        var ids = exhibitors.Select(static exhibitor => exhibitor.Id).ToHashSet();
        return new ExhibitionData(exhibitors, [.. requests.Where(request => ids.Contains(request.Exhibitor.Id))]);
    }
}
