using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Users;

/// <summary>Lists and searches the users of a world: auth-and-users.md section 5. One per node, thread-safe.</summary>
public sealed class UserLists(IUserStore users, IUserSearchStore searches)
{
    // Rows held at once while a list of tens of thousands is written.
    private const int RowsPerRead = 500;

    private readonly IUserStore _users = users;
    private readonly IUserSearchStore _searches = searches;

    /// <summary>Null: the filter was read; else what is wrong with the body.</summary>
    internal static string? ReadFilter(RawJson body, bool managesUsers, out UserListFilter filter)
    {
        using var document = JsonDocument.Parse(body.Memory, JsonInput.StoredOptions);
        var root = document.RootElement;
        filter = new UserListFilter(UserTypes.Person, IncludeBanned: true);
        if (root.ValueKind != JsonValueKind.Object || !root.EnumerateObject().MoveNext())
        {
            return null;
        }

        var wantsBanned = !root.TryGetProperty("include_banned"u8, out var includeBanned) || JsonTruth.Of(includeBanned);
        filter = filter with { IncludeBanned = wantsBanned && managesUsers };
        if (!root.TryGetProperty("type"u8, out var type))
        {
            return null;
        }

        if (type.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
        {
            return "body.type: expected a string or null";
        }

        filter = filter with { Type = type.GetString() };
        return null;
    }

    /// <summary>Writes <c>{"results": […]}</c>, reading some hundred rows at a time.</summary>
    internal async ValueTask WriteListAsync(CommandContext context, UserListFilter filter)
    {
        var ids = await _searches.ListAsync(context.World.Id, filter);
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteStartArray("results"u8);
        for (var start = 0; start < ids.Count; start += RowsPerRead)
        {
            var part = ids.Skip(start).Take(RowsPerRead).ToList();
            var rows = (await _users.FindManyAsync(context.World.Id, part)).ToDictionary(static row => row.Id);
            foreach (var id in part)
            {
                // Meanwhile a user may have been deleted, or banned.
                if (rows.TryGetValue(id, out var row) && !row.Deleted && (filter.IncludeBanned || row.ModerationState != ModerationStates.Banned))
                {
                    UserObject.Write(json, new User(row), context.World, context.Now, ViewOf(context, row));
                }
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes <c>{"results": […], "isLastPage": …}</c>.</summary>
    internal async ValueTask WriteSearchAsync(CommandContext context, SearchBody body)
    {
        var limits = context.World.Config.UserSearch;
        var badge = string.IsNullOrEmpty(body.Badge) ? null : body.Badge;
        IReadOnlyList<UserRow> found = [];
        if (PageNumber.TryRead(body.Page, out var page) && (badge is not null || CountCharacters(body.Term) >= limits.MinCharacters))
        {
            // One more than the page shows whether it is the last.
            found = await _searches.SearchAsync(context.World.Id, SearchFor(context, body, badge, limits, page));
        }

        var results = found.Take(limits.PageSize).Select(static row => new User(row)).ToList();
        var now = context.Now;
        results = [.. results
            .OrderBy(static user => user.DisplayName?.ToLowerInvariant() ?? string.Empty, StringComparer.Ordinal)
            .ThenBy(user => UserObject.IsInactive(user, now))];
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteStartArray("results"u8);
        foreach (var user in results)
        {
            UserObject.Write(json, user, context.World, now, context.UserView | UserView.Found);
        }

        json.WriteEndArray();
        json.WriteBoolean("isLastPage"u8, found.Count <= limits.PageSize);
        json.WriteEndObject();
    }

    /// <summary>Kiosks are configured through their client state, so those who manage users see it.</summary>
    internal static UserView ViewOf(CommandContext context, UserRow row) =>
        context.UserView == UserView.Admin && row.Type == UserTypes.Kiosk ? UserView.Admin | UserView.Own : context.UserView;

    private static UserSearch SearchFor(CommandContext context, SearchBody body, string? badge, UserSearchLimits limits, int page) => new(
        body.Term,
        context.World.Config.SearchableFields,
        badge is null ? null : [.. context.World.Config.TraitBadges.Where(entry => entry.Value == badge).Select(static entry => entry.Key)],
        IncludesBanned(context, body),
        (page - 1L) * limits.PageSize,
        limits.PageSize < int.MaxValue ? limits.PageSize + 1 : limits.PageSize);

    private static bool IncludesBanned(CommandContext context, SearchBody body)
    {
        if (!context.Rights.Has(Permission.WorldUsersManage))
        {
            return false;
        }

        if (body.IncludeBanned is not { } json)
        {
            return true;
        }

        using var document = JsonDocument.Parse(json.Memory, JsonInput.StoredOptions);
        return JsonTruth.Of(document.RootElement);
    }

    private static int CountCharacters(string text) => text.EnumerateRunes().Count();
}
