using System.Text;
using System.Text.Json;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Tests.Sessions;

/// <summary>Logs in as the user whose id is <c>client_id</c>; <c>refuse</c> and <c>away</c> fail.</summary>
internal sealed class ScriptedAuthenticator(ScriptedUserStore users) : IAuthenticator
{
    /// <summary>Runs between joining the topics and <c>authenticated</c>.</summary>
    public Action? BeforeAuthenticated { get; set; }

    public int? Limit { get; set; }

    public ValueTask AuthenticateAsync(Session session, ReadOnlySpan<byte> id, ReadOnlySpan<byte> body)
    {
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(body));
        var clientId = document.RootElement.GetProperty("client_id").GetString()!;
        if (clientId == "refuse")
        {
            session.SendError(new ErrorCode("auth.missing_token"), id: id);
            return ValueTask.CompletedTask;
        }

        if (clientId == "away")
        {
            throw new StoreUnavailableException("away");
        }

        var user = new UserId(Guid.Parse(clientId));
        if (!users.Rows.TryGetValue(user, out var row))
        {
            row = users.Rows[user] = ScriptedUserStore.Row(user);
        }

        session.BeginLogin(row, users.Stamp);
        BeforeAuthenticated?.Invoke();
        return CompleteAsync(session);
    }

    private async ValueTask CompleteAsync(Session session)
    {
        var frame = SharedFrame.CreateText("[\"authenticated\",{}]"u8);
        try
        {
            await session.CompleteLoginAsync(frame, Limit);
        }
        catch
        {
            session.AbandonLogin();
            throw;
        }
        finally
        {
            frame.Release();
        }
    }
}
