using System.Text;
using System.Text.Json;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Tests.Protocol;

public sealed class JsonInputTests
{
    private const string Canonical = "6f1d2c3b-9f40-4a0e-8c55-0f2f7f0f9a01";

    [Theory]
    [InlineData("\"6f1d2c3b-9f40-4a0e-8c55-0f2f7f0f9a01\"")]
    [InlineData("\"6F1D2C3B-9F40-4A0E-8C55-0F2F7F0F9A01\"")]
    [InlineData("\"6f1d2c3b9f404a0e8c550f2f7f0f9a01\"")]
    [InlineData("\"{6f1d2c3b-9f40-4a0e-8c55-0f2f7f0f9a01}\"")]
    [InlineData("\"urn:uuid:6f1d2c3b-9f40-4a0e-8c55-0f2f7f0f9a01\"")]
    [InlineData("\"\\u0036f1d2c3b-9f40-4a0e-8c55-0f2f7f0f9a01\"")]
    public void TryReadGuid_EverySpelling_GivesTheSameId(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();

        Assert.True(JsonInput.TryReadGuid(ref reader, out var value));
        Assert.Equal(Canonical, value.ToString());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("12")]
    [InlineData("\"\"")]
    [InlineData("\"6f1d2c3b\"")]
    [InlineData("\"6f1d2c3b-9f40-4a0e-8c55-0f2f7f0f9a0g\"")]
    [InlineData("\"6f1d2c3b-9f40-4a0e-8c55-0f2f7f0f9a01 \"")]
    [InlineData("\"\\ud8006f1d2c3b-9f40-4a0e-8c55-0f2f7f0f9a01\"")]
    public void TryReadGuid_AnythingElse_IsRefused(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();

        Assert.False(JsonInput.TryReadGuid(ref reader, out _));
    }
}
