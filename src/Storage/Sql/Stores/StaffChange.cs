using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>What makes one staff of another; equal members keep their rows.</summary>
internal readonly record struct StaffChange(IReadOnlyList<UserId> Added, IReadOnlyList<UserId> Removed)
{
    /// <param name="wanted">Null: everybody stays.</param>
    public static StaffChange Between(IReadOnlyList<User> current, IReadOnlyList<UserId>? wanted)
    {
        if (wanted is null)
        {
            return new StaffChange([], []);
        }

        var before = current.Select(static user => user.Id).ToHashSet();
        var after = wanted.ToHashSet();
        return new StaffChange([.. after.Where(user => !before.Contains(user))], [.. before.Where(user => !after.Contains(user))]);
    }
}
