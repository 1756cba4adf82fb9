using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat.History;

/// <summary>The objects of one snapshot of a user, encoded at the first use of each. Thread-safe.</summary>
internal sealed class UserForms(User user, IReadOnlyDictionary<string, string> badges, bool isInactive)
{
    // A lost race costs one encoding.
    private byte[]? _public;
    private byte[]? _admin;

    public User User { get; } = user;

    /// <summary>What the traits of the world's users show.</summary>
    public IReadOnlyDictionary<string, string> Badges { get; } = badges;

    public bool IsInactive { get; } = isInactive;

    /// <param name="world">With these <see cref="Badges"/>.</param>
    /// <param name="now">A time at which <see cref="IsInactive"/> is right.</param>
    public byte[] Find(World world, DateTimeOffset now, UserView view) =>
        view == UserView.Admin ? _admin ??= Encode(world, now, view) : _public ??= Encode(world, now, view);

    private byte[] Encode(World world, DateTimeOffset now, UserView view) =>
        MessageBuffer.Encode(json => UserObject.Write(json, User, world, now, view));
}
