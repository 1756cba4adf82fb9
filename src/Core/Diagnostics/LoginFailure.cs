namespace Venueless.Fast.Core.Diagnostics;

/// <summary>Why <c>authenticate</c> was refused; the first four are the reasons of statsd (operations.md section 2.4).</summary>
public enum LoginFailure
{
    MissingToken,
    ExpiredToken,
    InvalidToken,
    Denied,

    /// <summary>Neither a token nor a client id, or a body that cannot be understood.</summary>
    Malformed,
}
