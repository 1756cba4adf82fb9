using System.Text;

namespace Venueless.Fast.Core.Protocol;

/// <summary>One entry of an error catalogue: the <c>code</c> of an error on the wire, kept as the bytes that are sent.</summary>
/// <remarks>Created once per code, in <see cref="ErrorCodes"/> or in a module's <c>...Errors</c> file; compared by reference.</remarks>
public sealed class ErrorCode
{
    private readonly byte[] _utf8;

    /// <param name="code">The wire form, for example <c>chat.denied</c>.</param>
    public ErrorCode(string code)
    {
        _utf8 = Encoding.UTF8.GetBytes(code);
        Code = code;
    }

    /// <summary>The wire form as text.</summary>
    public string Code { get; }

    /// <summary>The wire form as bytes.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <inheritdoc/>
    public override string ToString() => Code;
}
