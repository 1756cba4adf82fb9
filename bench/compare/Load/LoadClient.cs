using System.Text;
using Venueless.Fast.Compare.Dialects;
using Venueless.Fast.LoadTest.Client.WebSockets;

namespace Venueless.Fast.Compare.Load;

/// <summary>One client of a crowd: says what its dialect opens with, then passes on what it receives. Loop thread only.</summary>
internal sealed class LoadClient(Crowd crowd, int index, IReadOnlyList<OpeningStep> opening) : IWebSocketHandler
{
    private int _step;

    /// <summary>Number within the crowd.</summary>
    public int Index => index;

    public WebSocketClient? Socket { get; set; }

    /// <summary>The opening is over.</summary>
    public bool IsThere { get; private set; }

    public void OnOpened(WebSocketClient socket)
    {
        Socket = socket;
        SayNext();
    }

    public void OnText(WebSocketClient socket, ReadOnlySpan<byte> message, long receivedAt)
    {
        if (IsThere)
        {
            crowd.Listener.OnFrame(this, message, receivedAt);
        }
        else if (message.StartsWith(opening[_step].Answer))
        {
            crowd.Dialect.Learn(index, _step, message);
            _step++;
            SayNext();
        }
        else if (message.StartsWith("[\"error\""u8))
        {
            crowd.Fail($"The server refused {Encoding.UTF8.GetString(opening[_step].Text)}: {Encoding.UTF8.GetString(message)}");
        }
    }

    public void OnClosed(WebSocketClient socket, int? closeCode, string reason) => crowd.OnGone(this, closeCode, reason);

    private void SayNext()
    {
        if (_step < opening.Count)
        {
            Socket!.SendText(opening[_step].Text); // Set when opened.
        }
        else
        {
            IsThere = true;
            crowd.OnThere();
        }
    }
}
