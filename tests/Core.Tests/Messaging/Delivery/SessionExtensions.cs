using System.Text;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Core.Tests.Sessions;

namespace Venueless.Fast.Core.Tests.Messaging.Delivery;

/// <summary>What a recording connection has got.</summary>
internal static class SessionExtensions
{
    public static RecordingConnection Recording(this Session session) => (RecordingConnection)session.Connection;

    public static string[] Take(this Session session) => session.Recording().Take();

    public static async Task<string[]> WaitForAsync(this Session session, int messages)
    {
        var taken = new List<string>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            taken.AddRange(session.Take());
            if (taken.Count >= messages)
            {
                return [.. taken];
            }

            await Task.Delay(1, limit.Token);
        }
    }

    public static void Reply(this Session session, string text)
    {
        var frame = SharedFrame.CreateText(Encoding.UTF8.GetBytes(text));
        Assert.True(session.Send(frame));
        frame.Release();
    }
}
