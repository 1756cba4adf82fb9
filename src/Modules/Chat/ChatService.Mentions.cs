using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

// Mentions: chat.md section 9.
public sealed partial class ChatService
{
    /// <summary>Sorts the mentioned users into those who are notified and those whom the sender is warned about.</summary>
    /// <param name="mentioned">Other users than the sender.</param>
    /// <param name="users">Those of them who exist in this world, and perhaps the sender.</param>
    private async ValueTask<Mentions> FindMentionsAsync(CommandContext context, HashSet<UserId> mentioned, List<User> users)
    {
        var reachable = context.DirectChannel is { } direct ? FindMembers(direct, mentioned)
            : context.Room!.IsChatVolatile ? FindReaders(context, users)
            : await _chats.FindMembersAsync(context.Channel!.Value, mentioned);
        return reachable.Count == mentioned.Count
            ? new Mentions(reachable, null)
            : new Mentions(reachable, EncodeMissed(context, users, reachable));
    }

    private static List<UserId> FindMembers(DirectChannel direct, HashSet<UserId> mentioned)
    {
        var members = new List<UserId>(direct.Members.Count);
        foreach (var member in direct.Members)
        {
            if (mentioned.Contains(member.User))
            {
                members.Add(member.User);
            }
        }

        return members;
    }

    private static List<UserId> FindReaders(CommandContext context, List<User> users)
    {
        var readers = new List<UserId>(users.Count);
        foreach (var user in users)
        {
            if (user.Id != context.User.Id && new UserRights(context.World, user).Has(Permission.RoomChatRead, context.Room!))
            {
                readers.Add(user.Id);
            }
        }

        return readers;
    }

    private static byte[] EncodeMissed(CommandContext context, List<User> users, IReadOnlyList<UserId> reachable)
    {
        HashSet<UserId> reached = [.. reachable, context.User.Id];
        var buffer = MessageBuffer.Rent();
        buffer.Json.WriteStartArray();
        foreach (var user in users)
        {
            if (!reached.Contains(user.Id))
            {
                UserObject.Write(buffer.Json, user, context.World, context.Now, context.UserView);
            }
        }

        buffer.Json.WriteEndArray();
        buffer.Json.Flush();
        var missed = buffer.Buffer.WrittenSpan.ToArray();
        buffer.Return();
        return missed;
    }
}
