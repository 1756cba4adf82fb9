using System.Text.Json;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Signals;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Users;

/// <summary>Rules and effects of moderation: auth-and-users.md sections 6 and 8. One per node, thread-safe.</summary>
/// <param name="steps">Run after a ban, in this order.</param>
public sealed class ModerationService(IModerationStore store, UserDeletion deletion, IReadOnlyList<IBanStep> steps, ILogger logger)
{
    // Width of core_user.pretalx_id.
    private const int MaxPretalxIdLength = 200;

    private readonly IModerationStore _store = store;
    private readonly UserDeletion _deletion = deletion;
    private readonly IReadOnlyList<IBanStep> _steps = steps;
    private readonly ILogger _logger = logger;

    /// <param name="ofSelf">The refusal when somebody moderates itself.</param>
    internal async ValueTask<CommandResult> ModerateAsync(CommandContext context, PossibleId id, ModerationAction action, ErrorCode ofSelf)
    {
        if (id.Value == context.User.Id.Value)
        {
            return CommandResult.Error(ofSelf);
        }

        if (id.Value is not { } value)
        {
            return CommandResult.Error(UserErrors.NotFound);
        }

        var target = new UserId(value);
        var row = await context.Session.Services.Users.ChangeAsync(
            target,
            (Store: _store, Target: target, Action: action, Author: AuthorOf(context)),
            static from => from.Store.ModerateAsync(from.Target, from.Action, from.Author));
        if (row is null)
        {
            return CommandResult.Error(UserErrors.NotFound);
        }

        if (action == ModerationAction.Reactivate)
        {
            context.SignalAfterReply(UserSignals.Changed(target));
            return CommandResult.Success;
        }

        context.SendReply();
        UserBroadcasts.Reload(context.Session.Services, context.World.Id, target);
        if (action == ModerationAction.Ban)
        {
            await RunStepsAsync(context, new User(row));
        }

        return CommandResult.Replied;
    }

    internal async ValueTask<CommandResult> DeleteAsync(CommandContext context, PossibleId id)
    {
        if (id.Value == context.User.Id.Value)
        {
            return CommandResult.Error(UserErrors.DeleteSelf);
        }

        if (id.Value is not { } value)
        {
            return CommandResult.Error(UserErrors.NotFound);
        }

        var target = new UserId(value);
        DeletedUser? deleted = null;
        await context.Session.Services.Users.ChangeAsync(target, AuthorOf(context), async author =>
        {
            deleted = await _deletion.DeleteRowsAsync(author.World, target, author);
            return deleted?.Row;
        });
        if (deleted is null)
        {
            return CommandResult.Error(UserErrors.NotFound);
        }

        context.SendReply();
        UserBroadcasts.Reload(context.Session.Services, context.World.Id, target);
        await _deletion.FinishAsync(deleted);
        return CommandResult.Replied;
    }

    internal async ValueTask<CommandResult> UpdateAsync(CommandContext context, AdminUpdateBody body)
    {
        if (!TryReadPretalxId(body.PretalxId, out var pretalxId))
        {
            return CommandResult.InvalidBody($"body.pretalx_id: at most {MaxPretalxIdLength} characters");
        }

        if (body.Id.Value is not { } value)
        {
            return CommandResult.Error(UserErrors.NotFound);
        }

        var target = new UserId(value);
        var update = new ManagedUserUpdate(body.Profile, body.PretalxId is not null, pretalxId, body.ClientState);
        if (await _store.UpdateAsync(context.World.Id, target, update, context.Now) is not { } row)
        {
            return CommandResult.Error(UserErrors.NotFound);
        }

        context.Session.Services.Users.Others.Forget(target);
        context.Session.Services.Users.Find(target)?.Update(row);
        context.Session.Services.Users.NoteChange(target);
        var user = new User(row);
        var view = user.Type == UserTypes.Kiosk ? UserView.Own : UserView.Public;
        context.SignalAfterReply(UserSignals.Changed(target));
        context.PublishAfterReply(TopicKey.User(target), UserBroadcasts.Updated(user, context.World, context.Now, view, except: context.Session));
        return CommandResult.Success;
    }

    // The reply is out: whatever happens here must not become a second one.
    private async ValueTask RunStepsAsync(CommandContext context, User banned)
    {
        foreach (var step in _steps)
        {
            try
            {
                await step.RunAsync(context.Session, context.World, banned);
            }
            catch (Exception exception)
            {
                UserLog.BanStepFailed(_logger, step.Name, exception.GetType().Name, exception.Message);
            }
        }
    }

    private static UserAuthor AuthorOf(CommandContext context) => new(context.World.Id, context.User.Id, context.Now);

    private static bool TryReadPretalxId(RawJson? json, out string? pretalxId)
    {
        pretalxId = null;
        if (json is not { } value)
        {
            return true;
        }

        using var document = JsonDocument.Parse(value.Memory, JsonInput.StoredOptions);
        pretalxId = document.RootElement.ValueKind switch
        {
            JsonValueKind.String => JsonInput.TextOf(document.RootElement),
            JsonValueKind.Number => document.RootElement.GetRawText(),
            _ => null,
        };
        return pretalxId is null || pretalxId.EnumerateRunes().Count() <= MaxPretalxIdLength;
    }
}
