namespace Venueless.Fast.Core.Domain;

/// <summary>What an update of an announcement asks for.</summary>
/// <param name="Text">Null: stays.</param>
/// <param name="SetsShowUntil">False: it stays, and <paramref name="ShowUntil"/> means nothing.</param>
/// <param name="ShowUntil">Null: no limit.</param>
/// <param name="State">Any text; only an allowed change counts. Null: stays.</param>
public sealed record AnnouncementUpdate(string? Text, bool SetsShowUntil, DateTimeOffset? ShowUntil, string? State)
{
    public Announcement ApplyTo(Announcement announcement) => announcement with
    {
        Text = Text ?? announcement.Text,
        ShowUntil = SetsShowUntil ? ShowUntil : announcement.ShowUntil,
        State = AnnouncementStates.After(announcement.State, State),
    };
}
