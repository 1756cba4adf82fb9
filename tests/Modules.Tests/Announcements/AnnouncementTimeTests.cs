using Venueless.Fast.Modules.Announcements;

namespace Venueless.Fast.Modules.Tests.Announcements;

public sealed class AnnouncementTimeTests
{
    [Theory]
    [InlineData("2024-05-14T15:00:00+02:00", "2024-05-14T13:00:00.0000000+00:00")]
    [InlineData("2024-05-14T13:00:00.123Z", "2024-05-14T13:00:00.1230000+00:00")]
    [InlineData("2024-05-14t13:00z", "2024-05-14T13:00:00.0000000+00:00")]
    [InlineData("2024-05-14T13:00:00.123456+00:00", "2024-05-14T13:00:00.1234560+00:00")]
    [InlineData("2024-05-14T15:00:00,5+0200", "2024-05-14T13:00:00.5000000+00:00")]
    [InlineData("2024-05-14 09:00-04", "2024-05-14T13:00:00.0000000+00:00")]
    [InlineData("20240514T150000+0200", "2024-05-14T13:00:00.0000000+00:00")]
    [InlineData("2024-05-14T15:00", "2024-05-14T13:00:00.0000000+00:00")]
    [InlineData("2024-05-14 15:00:00", "2024-05-14T13:00:00.0000000+00:00")]
    [InlineData("2024-12-14T15:00", "2024-12-14T14:00:00.0000000+00:00")]
    [InlineData("2024-05-14", "2024-05-13T22:00:00.0000000+00:00")]
    [InlineData("2024-01-01", "2023-12-31T23:00:00.0000000+00:00")]
    [InlineData(" 2024-01-01 ", "2023-12-31T23:00:00.0000000+00:00")]
    [InlineData("2024-10-27T02:30", "2024-10-27T00:30:00.0000000+00:00")]
    [InlineData("2024-10-27T03:00", "2024-10-27T02:00:00.0000000+00:00")]
    [InlineData("2024-03-31T02:30", "2024-03-31T01:30:00.0000000+00:00")]
    [InlineData("2024-03-31T03:00", "2024-03-31T01:00:00.0000000+00:00")]
    public void TryRead_Iso_IsThatMoment(string text, string expected)
    {
        Assert.True(AnnouncementTime.TryRead(text, out var time));
        Assert.Equal(expected, time.ToString("O"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("2024-02-30")]
    [InlineData("2024-05-14T25:00")]
    [InlineData("14.05.2024")]
    [InlineData("05/14/2024")]
    [InlineData("15:00")]
    [InlineData("2024-05-14T")]
    [InlineData("2024-05-14T15:00+99:00")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31T23:59-14:00")]
    public void TryRead_AnythingElse_IsRefused(string text) => Assert.False(AnnouncementTime.TryRead(text, out _));

    [Fact]
    public void TryRead_WithoutOffset_IsTheWallClockThatTheSystemKnows()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out var berlin))
        {
            return;
        }

        for (var local = new DateTime(2000, 1, 1); local.Year < 2037; local = local.AddMinutes(30 * 7))
        {
            if (!berlin.IsInvalidTime(local) && !berlin.IsAmbiguousTime(local))
            {
                Assert.True(AnnouncementTime.TryRead(local.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture), out var time));
                Assert.Equal(TimeZoneInfo.ConvertTimeToUtc(local, berlin), time.UtcDateTime);
            }
        }
    }
}
