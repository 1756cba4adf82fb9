namespace Venueless.Fast.Core.Domain;

/// <summary>A private BigBlueButton call (<c>core_bbbcall</c>, calls.md section A1); the store chooses its server.</summary>
/// <param name="Invited">Who may use it.</param>
public sealed record NewCall(Guid Id, string MeetingId, string AttendeePassword, string ModeratorPassword, IReadOnlyCollection<UserId> Invited)
{
    /// <summary>Never prints the passwords: records end up in logs.</summary>
    public override string ToString() => $"NewCall {Id}";
}
