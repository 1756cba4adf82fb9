namespace Venueless.Fast.Core.Sessions;

/// <summary>The two kinds of websocket data messages (RFC 6455 section 5.6).</summary>
public enum MessageType
{
    /// <summary>Valid UTF-8, checked by Transport.</summary>
    Text = 1,

    /// <summary>Any bytes.</summary>
    Binary = 2,
}
