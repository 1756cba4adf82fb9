using System.Text.Json;

namespace Venueless.Fast.Core.Domain;

/// <summary><c>config.user_list</c>: how <c>user.list.search</c> answers (auth-and-users.md section 5).</summary>
/// <param name="PageSize">Users per page, at least 1.</param>
/// <param name="MinCharacters">Shorter search terms find nobody, unless a badge is asked for.</param>
public sealed record UserSearchLimits(int PageSize, int MinCharacters)
{
    private const int DefaultPageSize = 20;

    public static readonly UserSearchLimits Default = new(DefaultPageSize, 0);

    /// <summary>Malformed values count as missing.</summary>
    internal static UserSearchLimits Read(JsonElement element) => element.ValueKind != JsonValueKind.Object
        ? Default
        : new UserSearchLimits(ReadNumber(element, "page_size"u8, 1) ?? DefaultPageSize, ReadNumber(element, "search_min_chars"u8, 0) ?? 0);

    private static int? ReadNumber(JsonElement element, ReadOnlySpan<byte> name, int lowest) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= lowest ? number : null;
}
