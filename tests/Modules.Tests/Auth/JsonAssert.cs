using System.Text.Json.Nodes;

namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>Compares JSON by structure: order of keys and white space do not count.</summary>
internal static class JsonAssert
{
    public static void Equal(string expected, JsonNode? actual)
    {
        var wanted = JsonNode.Parse(expected);
        if (!JsonNode.DeepEquals(wanted, actual))
        {
            // Only for the message: the texts show the difference.
            Assert.Equal(wanted?.ToJsonString(), actual?.ToJsonString());
            Assert.Fail("The JSON values differ.");
        }
    }
}
