using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Testing.Stores;

/// <summary>Announcements of one world in a list. Thread-safe.</summary>
public sealed class InMemoryAnnouncementStore : IAnnouncementStore
{
    private readonly Lock _lock = new();

    /// <summary>In the order of their creation; only for tests that use the store alone.</summary>
    public List<Announcement> Rows { get; } = [];

    /// <summary>How often a login's list was read.</summary>
    public int Reads { get; private set; }

    /// <summary>Runs when a login's list was read and is on its way.</summary>
    public Func<Task> OnRead { get; set; } = static () => Task.CompletedTask;

    public async Task<IReadOnlyList<Announcement>> ReadActiveAsync(WorldId world, DateTimeOffset now, CancellationToken cancellation = default)
    {
        Announcement[] visible;
        lock (_lock)
        {
            Reads++;
            visible = [.. Rows.Where(row => row.IsVisibleAt(now))];
        }

        await OnRead();
        return visible;
    }

    public Task<IReadOnlyList<Announcement>> ReadAllAsync(WorldId world, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Announcement>>([.. Rows]);
        }
    }

    public Task<Announcement?> FindAsync(WorldId world, Guid id, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            return Task.FromResult(Rows.Find(row => row.Id == id));
        }
    }

    public Task<Announcement> CreateAsync(WorldId world, Announcement announcement, DateTimeOffset now, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            Rows.Add(announcement);
            return Task.FromResult(announcement);
        }
    }

    public Task<AnnouncementChange?> UpdateAsync(WorldId world, Guid id, AnnouncementUpdate update, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            var index = Rows.FindIndex(row => row.Id == id);
            if (index < 0)
            {
                return Task.FromResult<AnnouncementChange?>(null);
            }

            var change = new AnnouncementChange(Rows[index], update.ApplyTo(Rows[index]));
            Rows[index] = change.After;
            return Task.FromResult<AnnouncementChange?>(change);
        }
    }
}
