using System.Collections.Concurrent;

namespace Venueless.Fast.Core.Sessions;

/// <summary>All sessions of the node, by connection id. Thread-safe.</summary>
public sealed class SessionRegistry
{
    private readonly ConcurrentDictionary<long, Session> _sessions = new();
    private int _count;

    /// <summary>Number of open connections.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Runs the checks that need no precise time on every session; called by one coarse timer.</summary>
    public void Sweep()
    {
        foreach (var (_, session) in _sessions)
        {
            session.CloseIfOverdue();
        }
    }

    /// <summary>The session of a connection, see <see cref="Connection.Id"/>; null when it has ended.</summary>
    public Session? Find(long connection) => _sessions.GetValueOrDefault(connection);

    /// <summary>A snapshot of all sessions, for operators and shutdown.</summary>
    public List<Session> ToList()
    {
        var list = new List<Session>(Count);
        foreach (var (_, session) in _sessions)
        {
            list.Add(session);
        }

        return list;
    }

    internal void Add(Session session)
    {
        if (_sessions.TryAdd(session.Connection.Id, session))
        {
            Interlocked.Increment(ref _count);
        }
    }

    internal void Remove(Session session)
    {
        if (_sessions.TryRemove(session.Connection.Id, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
