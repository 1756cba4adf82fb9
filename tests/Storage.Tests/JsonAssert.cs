using System.Text.Json.Nodes;
using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Storage.Tests;

/// <summary>JSON by value: a database need keep neither the order of keys nor white space.</summary>
internal static class JsonAssert
{
    public static void Equal(string expected, string? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual!)), $"Expected {expected}{Environment.NewLine}Actual   {actual}");

    public static void Equal(string expected, RawJson? actual) => Equal(expected, actual?.ToString());
}
