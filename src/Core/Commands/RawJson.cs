using System.Runtime.InteropServices;
using System.Text.Json;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Commands;

/// <summary>
/// One JSON value kept as an exact UTF-8 copy of its own, because it is stored or passed on unread. Equal means the same text, not only the same value.
/// </summary>
public readonly struct RawJson(byte[] utf8) : IEquatable<RawJson>
{
    private readonly byte[]? _utf8 = utf8;

    /// <summary>The empty object.</summary>
    public static readonly RawJson EmptyObject = new("{}"u8.ToArray());

    /// <summary>The value's text, valid JSON; <c>null</c> for the default value.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8 is null ? "null"u8 : _utf8;

    /// <inheritdoc cref="Utf8"/>
    public ReadOnlyMemory<byte> Memory => _utf8 ?? Null;

    /// <summary>True for null, false, 0 and the empty text, list and object: what the product counts as no value where any JSON may be stored.</summary>
    public bool IsEmptyValue
    {
        get
        {
            using var document = JsonDocument.Parse(Memory, JsonInput.StoredOptions);
            var root = document.RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.Object => root.GetPropertyCount() == 0,
                JsonValueKind.Array => root.GetArrayLength() == 0,
                JsonValueKind.String => root.ValueEquals(string.Empty),
                JsonValueKind.Number => root.TryGetDouble(out var number) && number == 0,
                JsonValueKind.True => false,
                _ => true,
            };
        }
    }

    /// <summary>Copies the text of an element out of its document.</summary>
    public static RawJson CopyOf(JsonElement element) => new(JsonMarshal.GetRawUtf8Value(element).ToArray());

    private static readonly byte[] Null = "null"u8.ToArray();

    public static bool operator ==(RawJson left, RawJson right) => left.Equals(right);

    public static bool operator !=(RawJson left, RawJson right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(RawJson other) => Utf8.SequenceEqual(other.Utf8);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RawJson other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Utf8);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(Utf8);
}
