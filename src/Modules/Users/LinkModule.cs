using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Users;

/// <summary>What a user connects to itself: browsers that take notifications, accounts elsewhere. auth-and-users.md section 4. Thread-safe.</summary>
public sealed class LinkModule(IWebPushStore pushes, SocialLinks socials)
{
    private readonly IWebPushStore _pushes = pushes;
    private readonly SocialLinks _socials = socials;

    /// <summary>Remembers this browser for notifications.</summary>
    [Command("user.web_push.subscribe")]
    [WorldPermission(Permission.WorldView)]
    internal async ValueTask<CommandResult> SubscribeAsync(CommandContext context, SubscribeBody body)
    {
        if (!PushSubscription.TryRead(body.Whole, out var subscription))
        {
            return CommandResult.Error(UserErrors.InvalidInput);
        }

        await _pushes.SubscribeAsync(context.User.Id, subscription.Endpoint, subscription.Json);
        return CommandResult.Success;
    }

    /// <summary>The address where the login at a network starts.</summary>
    [Command("user.social.connect")]
    [WorldPermission(Permission.WorldView)]
    internal ValueTask<CommandResult> ConnectAsync(CommandContext context, SocialConnectBody body)
    {
        if (string.IsNullOrEmpty(body.ReturnUrl))
        {
            return new(CommandResult.Error(UserErrors.ReturnUrlRequired));
        }

        var network = body.Network is { } given ? Encoding.UTF8.GetString(given.Utf8) : null;
        if (network is null || !SocialLinks.Networks.Contains(network))
        {
            return new(CommandResult.Error(UserErrors.UnknownNetwork));
        }

        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteString("url"u8, _socials.Create(new SocialTicket(network, body.ReturnUrl, context.World.Id, context.User.Id)));
        json.WriteEndObject();
        return new(CommandResult.Success);
    }
}
