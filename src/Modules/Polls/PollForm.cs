using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Polls;

/// <summary>What moderators send about a poll, checked (polls.md section 2).</summary>
internal static class PollForm
{
    /// <summary>Options of one poll, and of one vote.</summary>
    public const int MaxOptions = 500;

    private const string UnknownState = "body.state: expected draft, open, closed or archived";
    private const string UnknownType = "body.poll_type: expected choice or multi";

    /// <summary>Reads the body of <c>poll.create</c>. Null, or what is wrong.</summary>
    public static string? TryReadNew(ReadOnlySpan<byte> utf8, out NewPoll poll)
    {
        poll = new NewPoll("", PollStates.Draft, PollTypes.Choice, []);
        if (CreateBody.TryRead(utf8, out var body) is { } fault)
        {
            return fault;
        }

        if (TextOf(body.Content, "") is not { } content)
        {
            return "body.content: expected a string";
        }

        if (TextOf(body.State, PollStates.Draft) is not { } state || !PollStates.IsKnown(state))
        {
            return UnknownState;
        }

        if (TextOf(body.Type, PollTypes.Choice) is not { } type || !PollTypes.IsKnown(type))
        {
            return UnknownType;
        }

        IReadOnlyList<PollOptionPatch> options = [];
        if (body.Options is { IsEmptyValue: false } listed && !TryReadOptions(listed, withIds: false, out options, out var problem))
        {
            return problem;
        }

        poll = new NewPoll(content, state, type, options);
        return null;
    }

    /// <summary>Reads the body of <c>poll.update</c>. Null, or what is wrong.</summary>
    public static string? TryReadPatch(ReadOnlySpan<byte> utf8, out PollId poll, out PollPatch patch)
    {
        var fault = UpdateBody.TryRead(utf8, out var body);
        poll = new PollId(body.Id);
        patch = new PollPatch(body.Content, body.State, body.Type, body.IsPinned, null);
        if (fault is not null)
        {
            return fault;
        }

        if (body.State is { } state && !PollStates.IsKnown(state))
        {
            return UnknownState;
        }

        if (body.Type is { } type && !PollTypes.IsKnown(type))
        {
            return UnknownType;
        }

        if (body.Options is { IsEmptyValue: false } listed)
        {
            if (!TryReadOptions(listed, withIds: true, out var options, out var problem))
            {
                return problem;
            }

            patch = patch with { Options = options };
        }

        return null;
    }

    /// <summary>Null: neither empty nor a text.</summary>
    private static string? TextOf(RawJson? json, string otherwise)
    {
        if (json is not { IsEmptyValue: false } value)
        {
            return otherwise;
        }

        using var document = JsonDocument.Parse(value.Memory, JsonInput.StoredOptions);
        return JsonInput.TextOf(document.RootElement);
    }

    private static bool TryReadOptions(RawJson json, bool withIds, out IReadOnlyList<PollOptionPatch> options, [NotNullWhen(false)] out string? problem)
    {
        options = [];
        problem = "body.options: expected an array";
        using var document = JsonDocument.Parse(json.Memory, JsonInput.StoredOptions);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        if (document.RootElement.GetArrayLength() > MaxOptions)
        {
            problem = $"body.options: at most {MaxOptions}";
            return false;
        }

        var read = new List<PollOptionPatch>(document.RootElement.GetArrayLength());
        foreach (var item in document.RootElement.EnumerateArray())
        {
            problem = TryReadOption(item, withIds, out var option);
            if (problem is not null)
            {
                problem = $"body.options[{read.Count}]{problem}";
                return false;
            }

            read.Add(option!);
        }

        options = read;
        return true;
    }

    private static string? TryReadOption(JsonElement item, bool withIds, out PollOptionPatch? option)
    {
        option = null;
        if (item.ValueKind != JsonValueKind.Object)
        {
            return ": expected an object";
        }

        PollOptionId? id = null;
        if (withIds && item.TryGetProperty("id"u8, out var idValue) && idValue.ValueKind != JsonValueKind.Null)
        {
            if (JsonInput.TextOf(idValue) is not { } text || !JsonInput.TryParseGuid(System.Text.Encoding.UTF8.GetBytes(text), out var known))
            {
                return ".id: expected a UUID";
            }

            id = new PollOptionId(known);
        }

        string? content = null;
        if (item.TryGetProperty("content"u8, out var contentValue) && (content = JsonInput.TextOf(contentValue)) is null)
        {
            return ".content: expected a string";
        }

        var order = 0;
        var hasOrder = item.TryGetProperty("order"u8, out var orderValue);
        if (hasOrder && (orderValue.ValueKind != JsonValueKind.Number || !orderValue.TryGetInt32(out order)))
        {
            return ".order: expected an integer";
        }

        option = new PollOptionPatch(id, content, hasOrder ? order : null);
        return null;
    }
}
