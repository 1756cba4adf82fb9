using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>
/// <c>world.updated</c>: every receiver gets the world as it sees it, and knows these rooms from then on. One frame per kind of user (world.md section 10).
/// </summary>
/// <remarks>Per receiver one look-up, 0 B once its kind has a frame. <see cref="Prepare"/> makes them before the delivery.</remarks>
internal sealed class WorldUpdatedBroadcast(World world, IWorldConfig config) : LocalBroadcast
{
    private readonly World _world = world;
    private readonly IWorldConfig _config = config;

    // Users who are equal in everything rights depend on share the object (RightsTable). The table is its own lock.
    private readonly Dictionary<UserRights, SharedFrame> _frames = new(ReferenceEqualityComparer.Instance);

    private bool _isCompressed;

    /// <summary>
    /// Before the delivery: computes rights and makes frames for all these users, which for thousands of them takes as long as joins and other pushes would wait at the
    /// topic. Who comes later, or changes meanwhile, gets a frame during the delivery.
    /// </summary>
    public void Prepare(IReadOnlyList<UserState> users)
    {
        _isCompressed = TakesCompressed(users);
        foreach (var user in users)
        {
            FindFrame(user.RightsIn(_world));
        }
    }

    /// <inheritdoc/>
    public override SharedFrame? FrameFor(Session receiver)
    {
        if (receiver.UserState is not { } user)
        {
            return null;
        }

        var rights = user.RightsIn(_world);
        receiver.KnowRooms(rights.VisibleRoomIds);
        return FindFrame(rights);
    }

    /// <inheritdoc/>
    public override void PrepareCompressed(int minBytes) => _isCompressed = true;

    /// <inheritdoc/>
    protected override void Release()
    {
        foreach (var frame in _frames.Values)
        {
            frame.Release();
        }

        _frames.Clear();
    }

    private static bool TakesCompressed(IReadOnlyList<UserState> users)
    {
        foreach (var user in users)
        {
            foreach (var session in user.Sessions)
            {
                if (session.Connection.TakesCompressed)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private SharedFrame FindFrame(UserRights rights)
    {
        lock (_frames)
        {
            if (!_frames.TryGetValue(rights, out var frame))
            {
                _frames.Add(rights, frame = Encode(rights));
            }

            return frame;
        }
    }

    private SharedFrame Encode(UserRights rights)
    {
        var buffer = MessageBuffer.Rent();
        try
        {
            buffer.Buffer.Write("[\"world.updated\","u8);
            var start = buffer.Buffer.WrittenBytes;
            var compressed = ReadOnlySpan<byte>.Empty;
            if (_isCompressed)
            {
                compressed = _config.WriteAndCompress(buffer.Json, _world, rights);
            }
            else
            {
                _config.Write(buffer.Json, _world, rights);
            }

            buffer.Json.Flush();
            var length = buffer.Buffer.WrittenBytes - start;
            buffer.Buffer.Write("]"u8);
            var frame = buffer.ToFrame();
            if (!compressed.IsEmpty)
            {
                // Logins with these rights use the same compressed bytes.
                frame.AttachCompressed(start, length, compressed);
            }

            return frame;
        }
        finally
        {
            buffer.Return();
        }
    }
}
