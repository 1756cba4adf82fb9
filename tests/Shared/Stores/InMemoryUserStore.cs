using System.Text.Json.Nodes;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Testing.Stores;

/// <summary>Users, world views and the audit log in lists. Thread-safe.</summary>
public sealed class InMemoryUserStore : IUserStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<UserId, UserRow> _users = [];
    private readonly Dictionary<UserId, long> _stamps = [];
    private readonly List<AuditEntry> _audit = [];
    private readonly List<WorldView> _views = [];
    private long _lastStamp;
    private long _lastView;

    public StoreFaults Faults { get; } = new();

    public IReadOnlyList<UserRow> Users
    {
        get
        {
            lock (_lock)
            {
                return [.. _users.Values];
            }
        }
    }

    public IReadOnlyList<AuditEntry> Audit
    {
        get
        {
            lock (_lock)
            {
                return [.. _audit];
            }
        }
    }

    public IReadOnlyList<WorldView> Views
    {
        get
        {
            lock (_lock)
            {
                return [.. _views];
            }
        }
    }

    /// <summary>Inserts or replaces a row, as an edit by somebody else would.</summary>
    public UserRow Put(UserRow user)
    {
        lock (_lock)
        {
            return SaveLocked(user);
        }
    }

    public UserRow Get(UserId user)
    {
        lock (_lock)
        {
            return _users[user];
        }
    }

    public async Task<UserRow?> FindAsync(WorldId world, UserId user, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        return Find(row => row.Id == user && row.World == world);
    }

    public async Task<IReadOnlyList<UserRow>> FindByTokenIdsAsync(
        WorldId world, IReadOnlyCollection<string> tokenIds, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return [.. _users.Values.Where(row => row.World == world && row.TokenId is { } id && tokenIds.Contains(id))];
        }
    }

    public async Task<IReadOnlyList<UserRow>> FindByClientIdsAsync(
        WorldId world, IReadOnlyCollection<string> clientIds, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return [.. _users.Values.Where(row => row.World == world && row.ClientId is { } id && clientIds.Contains(id))];
        }
    }

    public async Task<IReadOnlyList<UserRow>> FindManyAsync(WorldId world, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return [.. _users.Values.Where(row => row.World == world && users.Contains(row.Id))];
        }
    }

    public async Task<IReadOnlyList<UserRow>> FindByPretalxIdsAsync(
        WorldId world, IReadOnlyCollection<string> pretalxIds, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return [.. _users.Values.Where(
                row => row.World == world && !row.Deleted && row.Type == UserTypes.Person && row.PretalxId is { } id && pretalxIds.Contains(id))];
        }
    }

    public async Task<UserRow> CreateAsync(NewUser user, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return FindSameLocked(user) ?? SaveLocked(user.ToRow(lastLogin: null, version: 1));
        }
    }

    public async Task<FirstLogin> CreateLoggedInAsync(NewUser user, DateTimeOffset now, bool trackView, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            if (FindSameLocked(user) is { } row)
            {
                return new FirstLogin(row, IsRecorded: false, WorldView: null);
            }

            if (trackView)
            {
                _views.Add(new WorldView(++_lastView, user.World, user.Id, now, null));
            }

            return new FirstLogin(SaveLocked(user.ToRow(now, version: 2)), IsRecorded: true, trackView ? _lastView : null);
        }
    }

    public async Task<long> ReadStampAsync(UserId user, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return _stamps.GetValueOrDefault(user, -1);
        }
    }

    public async Task<long?> RecordLoginAsync(UserId user, WorldId world, DateTimeOffset now, bool trackView, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            var row = _users[user];
            SaveLocked(row with { LastLogin = now, Version = row.Version + 1 });
            if (!trackView)
            {
                return null;
            }

            for (var index = 0; index < _views.Count; index++)
            {
                if (_views[index].User == user && _views[index].End is null)
                {
                    _views[index] = _views[index] with { End = now };
                }
            }

            _views.Add(new WorldView(++_lastView, world, user, now, null));
            return _lastView;
        }
    }

    public async Task EndWorldViewAsync(long view, DateTimeOffset now, bool delete, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            var index = _views.FindIndex(row => row.Id == view);
            if (delete)
            {
                _views.RemoveAt(index);
            }
            else
            {
                _views[index] = _views[index] with { End = now };
            }
        }
    }

    public async Task<UserRow> UpdateTraitsAsync(UserId user, IReadOnlyList<string> traits, DateTimeOffset now, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            var row = _users[user];
            var data = new JsonObject { ["object"] = user.ToString(), ["old"] = ToArray(row.Traits), ["new"] = ToArray(traits) };
            _audit.Add(new AuditEntry("auth.user.traits.changed", user, data));
            return SaveLocked(row with { Traits = traits, Version = row.Version + 1 });
        }
    }

    public async Task<UserRow> UpdateOwnAsync(
        UserId user, RawJson? profile, RawJson? clientState, DateTimeOffset now, UserRow? known = null, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            var old = _users[user];
            var row = old;
            if (profile is { } newProfile && !JsonNode.DeepEquals(Parse(newProfile), Parse(old.Profile)))
            {
                var data = new JsonObject
                {
                    ["object"] = user.ToString(),
                    ["old"] = Parse(old.Profile),
                    ["new"] = Parse(newProfile),
                    ["is_admin"] = false,
                };
                _audit.Add(new AuditEntry("auth.user.profile.changed", user, data));
                row = row with { Profile = newProfile };
            }

            if (clientState is { } newState && !JsonNode.DeepEquals(Parse(newState), Parse(old.ClientState)))
            {
                row = row with { ClientState = newState };
            }

            return ReferenceEquals(row, old) ? old : SaveLocked(row with { Version = old.Version + 1 });
        }
    }

    private static JsonNode? Parse(RawJson json) => JsonNode.Parse(json.Utf8);

    private static JsonArray ToArray(IReadOnlyList<string> strings) => new([.. strings.Select(text => JsonValue.Create(text))]);

    private UserRow? FindSameLocked(NewUser user) => _users.Values.FirstOrDefault(row => row.World == user.World
        && ((user.TokenId is not null && row.TokenId == user.TokenId) || (user.ClientId is not null && row.ClientId == user.ClientId)));

    private UserRow? Find(Func<UserRow, bool> isWanted)
    {
        lock (_lock)
        {
            return _users.Values.FirstOrDefault(isWanted);
        }
    }

    private UserRow SaveLocked(UserRow row)
    {
        _users[row.Id] = row;
        _stamps[row.Id] = ++_lastStamp;
        return row;
    }
}
