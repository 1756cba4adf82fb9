using System.Text.Json;
using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Protocol;

/// <summary>What is wrong with the fields of an administrator's form: the <c>details</c> of <c>config.invalid</c> (world.md section 3). Not thread-safe.</summary>
public sealed class FormFaults
{
    // In the order of the checks; one entry per field.
    private readonly List<(string Field, RawJson Fault)> _faults = [];

    /// <summary>Null: nothing is wrong.</summary>
    public RawJson? Details => _faults.Count == 0 ? null : Write(_faults, static (json, faults) =>
    {
        json.WriteStartObject();
        foreach (var (name, fault) in faults)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(fault.Utf8, skipInputValidation: true);
        }

        json.WriteEndObject();
    });

    /// <summary><c>["text"]</c>, the usual form.</summary>
    public static RawJson Text(string text) => Write(text, static (json, text) =>
    {
        json.WriteStartArray();
        json.WriteStringValue(text);
        json.WriteEndArray();
    });

    /// <summary><c>{"non_field_errors": ["text"]}</c>: the fault of something as a whole.</summary>
    public static RawJson Whole(string text) => Write(text, static (json, text) =>
    {
        json.WriteStartObject();
        json.WriteStartArray("non_field_errors"u8);
        json.WriteStringValue(text);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>One entry per item of a list: <c>{}</c> for good ones, else <c>["text"]</c>.</summary>
    /// <param name="texts">Null: the item is good.</param>
    public static RawJson Items(IReadOnlyList<string?> texts) => Write(texts, static (json, texts) =>
    {
        json.WriteStartArray();
        foreach (var text in texts)
        {
            json.WriteRawValue(text is null ? "{}"u8 : Text(text).Utf8, skipInputValidation: true);
        }

        json.WriteEndArray();
    });

    public void Add(string field, RawJson fault) => _faults.Add((field, fault));

    private static RawJson Write<TState>(TState state, Action<Utf8JsonWriter, TState> write) =>
        new(MessageBuffer.Encode(json => write(json, state)));
}
