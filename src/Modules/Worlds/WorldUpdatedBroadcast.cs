using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>
/// <c>world.updated</c>: every receiver gets the world as it sees it, and knows these rooms from then on. Encoded once per distinct rights (world.md section 10).
/// </summary>
/// <remarks>Per receiver one pass over the rooms' rights, 0 B once they are computed. Used by one publisher, under the topic's lock.</remarks>
internal sealed class WorldUpdatedBroadcast(World world, IWorldConfig config) : Broadcast
{
    private readonly World _world = world;
    private readonly IWorldConfig _config = config;

    // By the hash of the rights; nearly always one form per list.
    private readonly Dictionary<int, List<WorldForm>> _forms = [];

    /// <inheritdoc/>
    public override SharedFrame? FrameFor(Session receiver)
    {
        if (receiver.UserState is not { } user)
        {
            return null;
        }

        var form = FormFor(user.RightsIn(_world));
        receiver.KnowRooms(form.Rooms);
        return form.Frame;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var forms in _forms.Values)
        {
            forms.ForEach(static form => form.Frame.Release());
        }

        _forms.Clear();
    }

    private WorldForm FormFor(UserRights rights)
    {
        var hash = HashOf(rights);
        if (!_forms.TryGetValue(hash, out var forms))
        {
            _forms.Add(hash, forms = []);
        }

        foreach (var form in forms)
        {
            if (AreEqual(form.Rights, rights))
            {
                return form;
            }
        }

        var made = Encode(rights);
        forms.Add(made);
        return made;
    }

    private int HashOf(UserRights rights)
    {
        var hash = default(HashCode);
        hash.Add(rights.World.Permissions.Bits);
        foreach (var room in _world.Rooms)
        {
            hash.Add(rights.In(room).Permissions.Bits);
        }

        return hash.ToHashCode();
    }

    private bool AreEqual(UserRights left, UserRights right)
    {
        if (!AreEqual(left.World, right.World))
        {
            return false;
        }

        foreach (var room in _world.Rooms)
        {
            if (!AreEqual(left.In(room), right.In(room)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqual(GrantedRights left, GrantedRights right)
    {
        if (left.Permissions != right.Permissions || left.UnknownStrings.Count != right.UnknownStrings.Count)
        {
            return false;
        }

        for (var index = 0; index < left.UnknownStrings.Count; index++)
        {
            if (!string.Equals(left.UnknownStrings[index], right.UnknownStrings[index], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private WorldForm Encode(UserRights rights)
    {
        var rooms = rights.FindVisibleRooms();
        var buffer = MessageBuffer.Rent();
        try
        {
            buffer.Buffer.Write("[\"world.updated\","u8);
            _config.Write(buffer.Json, _world, rights, rooms);
            buffer.Json.Flush();
            buffer.Buffer.Write("]"u8);
            return new WorldForm(rights, buffer.ToFrame(), rooms.Select(static room => room.Id).ToHashSet());
        }
        finally
        {
            buffer.Return();
        }
    }
}
