using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Voting;

/// <summary>
/// A push about a room's questions or polls: for nobody once the room is deleted, however late it was stored. An open poll has a form with results for whoever
/// receives them live (polls.md section 2). For one topic or for several.
/// </summary>
/// <remarks>Per recipient a few loads, 0 B.</remarks>
/// <param name="poll">Decides about the form; null: there is only one.</param>
/// <param name="form">Ownership moves into the broadcast.</param>
/// <param name="plainForm">Ownership moves into the broadcast.</param>
internal sealed class RoomFormsBroadcast(RoomId room, PollId? poll, SharedFrame form, SharedFrame plainForm) : Broadcast
{
    private readonly RoomId _room = room;
    private readonly PollId? _poll = poll;
    private readonly SharedFrame _form = form;
    private readonly SharedFrame _plainForm = plainForm;

    // In the snapshot that the last receiver had, which need not know the room: receivers share it.
    private volatile RoomInWorld? _place;

    /// <inheritdoc/>
    public override BroadcastKind Kind => BroadcastKind.RoomForms;

    /// <summary>The same for everybody.</summary>
    /// <param name="form">Ownership moves into the broadcast.</param>
    public static RoomFormsBroadcast Single(RoomId room, SharedFrame form)
    {
        form.AddRef();
        return new RoomFormsBroadcast(room, null, form, form);
    }

    /// <inheritdoc/>
    public override int Bytes => _form.Length;

    /// <inheritdoc/>
    public override SharedFrame? FrameFor(Session receiver)
    {
        if (receiver.WorldState?.Current is not { } world)
        {
            return null;
        }

        var place = _place;
        if (!ReferenceEquals(place?.World, world))
        {
            _place = place = new RoomInWorld(world, world.FindRoom(_room));
        }

        return place.Room is null ? null
            : _poll is { } poll && !receiver.Polls.Receives(_room, poll) ? _plainForm
            : _form;
    }

    /// <inheritdoc/>
    public override void PrepareCompressed(int minBytes)
    {
        _form.PrepareCompressed(minBytes);
        _plainForm.PrepareCompressed(minBytes);
    }

    /// <inheritdoc/>
    public override void Encode(NodeMessageWriter to)
    {
        to.WriteGuid(_room.Value);
        to.WriteGuid(_poll?.Value ?? Guid.Empty);
        to.WriteForms(_form, _plainForm);
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        _form.Release();
        _plainForm.Release();
    }
}
