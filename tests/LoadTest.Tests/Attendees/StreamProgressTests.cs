using Venueless.Fast.LoadTest.Attendees;

namespace Venueless.Fast.LoadTest.Tests.Attendees;

public sealed class StreamProgressTests
{
    [Theory]
    [InlineData(new[] { 1, 2, 3 }, 3, 0, true, 0)] // Everything.
    [InlineData(new[] { 1, 3 }, 3, 0, true, 1)] // A gap.
    [InlineData(new[] { 1 }, 3, 0, true, 2)] // The end is missing.
    [InlineData(new int[0], 3, 0, true, 3)] // Nothing came.
    [InlineData(new[] { 1, 3 }, 3, 1, true, 0)] // The server refused one.
    [InlineData(new[] { 5, 6 }, 6, 0, false, 0)] // Came late.
    [InlineData(new[] { 5, 7 }, 8, 0, false, 2)] // Came late, then a gap and no end.
    [InlineData(new int[0], 3, 0, false, 0)] // Came late and nothing was sent since.
    public void MissingOf_CountsWhatDidNotCome(int[] came, int sent, int refused, bool fromStart, int expected)
    {
        var progress = default(StreamProgress);
        foreach (var sequence in came)
        {
            Assert.True(progress.TryTake(sequence));
        }

        Assert.Equal(expected, progress.MissingOf(sent, refused, fromStart));
    }

    [Fact]
    public void TryTake_TwiceOrLate_IsFalse()
    {
        var progress = default(StreamProgress);
        Assert.True(progress.TryTake(2));
        Assert.False(progress.TryTake(2));
        Assert.False(progress.TryTake(1));
        Assert.Equal(1, progress.Received);
    }
}
