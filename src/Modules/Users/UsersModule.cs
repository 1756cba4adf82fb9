using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Signals;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Users;

/// <summary>The <c>user</c> namespace: auth-and-users.md sections 4 and 5. Thread-safe.</summary>
/// <param name="steps">Run after <c>user.update</c>, in this order.</param>
public sealed class UsersModule(IUserStore users, IReadOnlyList<IProfileStep> steps, ILogger logger)
{
    private readonly IUserStore _users = users;
    private readonly UserQuery _query = new(users);
    private readonly ProfileEntries _entries = new();
    private readonly IReadOnlyList<IProfileStep> _steps = steps;
    private readonly ILogger _logger = logger;

    /// <summary>Own profile and client state, each replaced as a whole.</summary>
    [Command("user.update")]
    [WorldPermission(Permission.WorldView)]
    internal async ValueTask<CommandResult> UpdateAsync(CommandContext context, UpdateBody body)
    {
        var state = context.Session.UserState!;
        var row = await _users.UpdateOwnAsync(context.User.Id, body.Profile, body.ClientState, context.Now, context.User.Row);
        state.UpdateOwn(row);
        context.SignalAfterReply(UserSignals.Changed(row.Id));
        context.PublishAfterReply(
            TopicKey.User(row.Id),
            UserBroadcasts.Updated(new User(row), context.World, context.Now, UserView.Own, except: context.Session));
        context.SendReply();
        await RunStepsAsync(context.Session);
        return CommandResult.Replied;
    }

    /// <summary>One user, or up to 100 by either kind of id.</summary>
    [Command("user.fetch")]
    [WorldPermission(Permission.WorldView)]
    internal ValueTask<CommandResult> FetchAsync(CommandContext context, FetchBody body)
    {
        if (body.Ids is not { } ids)
        {
            return body.PretalxIds is { } pretalxIds ? FetchByPretalxIdsAsync(context, pretalxIds) : FetchOneAsync(context, body.Id);
        }

        if (TryWriteUsers(context, ids.Ids, null))
        {
            ids.Return();
            return new ValueTask<CommandResult>(CommandResult.Success);
        }

        var asked = ids.Ids.ToArray();
        ids.Return();
        return FetchSlowlyAsync(context, asked);
    }

    private async ValueTask<CommandResult> FetchSlowlyAsync(CommandContext context, Guid[] ids)
    {
        var found = await _query.FindByIdsAsync(context.Session.Services, context.World.Id, ids);
        TryWriteUsers(context, ids, found);
        return CommandResult.Success;
    }

    /// <summary>Writes the persons among the users, in the order of the request. False: nothing is written, because somebody is not known without the store.</summary>
    /// <param name="found">What the store knows; null: it was not asked.</param>
    private bool TryWriteUsers(CommandContext context, ReadOnlySpan<Guid> ids, Dictionary<UserId, User>? found)
    {
        var now = context.Now;
        var view = context.UserView;
        var map = MessageBuffer.Rent();
        map.Buffer.Write("{"u8);
        foreach (var value in ids)
        {
            var id = new UserId(value);
            var user = found is null ? UserQuery.FindKnown(context.Session.Services, context.World.Id, id) : found.GetValueOrDefault(id);
            if (user is null && found is null)
            {
                map.Return();
                return false;
            }

            if (user is { IsPerson: true })
            {
                if (map.Buffer.WrittenBytes > 1)
                {
                    map.Buffer.Write(","u8);
                }

                map.Buffer.Write(_entries.Find(user, context.World, now, view));
            }
        }

        map.Buffer.Write("}"u8);
        context.BeginReply().WriteRawValue(map.Buffer.WrittenSpan, skipInputValidation: true);
        map.Return();
        return true;
    }

    private ValueTask<CommandResult> FetchOneAsync(CommandContext context, PossibleId possibleId)
    {
        if (possibleId.Value is not { } id)
        {
            return new ValueTask<CommandResult>(CommandResult.Error(UserErrors.NotFound));
        }

        return UserQuery.FindKnown(context.Session.Services, context.World.Id, new UserId(id)) is { } user
            ? new ValueTask<CommandResult>(WriteOne(context, user))
            : FetchOneSlowlyAsync(context, id);
    }

    private async ValueTask<CommandResult> FetchOneSlowlyAsync(CommandContext context, Guid id)
    {
        var found = await _query.FindByIdsAsync(context.Session.Services, context.World.Id, [id]);
        return found.TryGetValue(new UserId(id), out var user) ? WriteOne(context, user) : CommandResult.Error(UserErrors.NotFound);
    }

    private CommandResult WriteOne(CommandContext context, User user)
    {
        var view = UserLists.ViewOf(context, user.Row);
        var json = context.BeginReply();
        if (view is UserView.Public or UserView.Admin)
        {
            json.WriteRawValue(_entries.FindObject(user, context.World, context.Now, view), skipInputValidation: true);
        }
        else
        {
            UserObject.Write(json, user, context.World, context.Now, view);
        }

        return CommandResult.Success;
    }

    private async ValueTask<CommandResult> FetchByPretalxIdsAsync(CommandContext context, RawJson pretalxIds)
    {
        var found = await _query.FindByPretalxIdsAsync(context.World.Id, pretalxIds);
        var json = context.BeginReply();
        json.WriteStartObject();
        foreach (var (pretalxId, user) in found)
        {
            json.WritePropertyName(pretalxId);
            UserObject.Write(json, user, context.World, context.Now, context.UserView);
        }

        json.WriteEndObject();
        return CommandResult.Success;
    }

    // The reply is out: whatever happens here must not become a second one.
    private async ValueTask RunStepsAsync(Session session)
    {
        foreach (var step in _steps)
        {
            try
            {
                await step.RunAsync(session);
            }
            catch (Exception exception)
            {
                UserLog.ProfileStepFailed(_logger, step.Name, exception.GetType().Name, exception.Message);
            }
        }
    }
}
