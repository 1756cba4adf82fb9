using System.Text;

namespace Venueless.Fast.Generators.Tests;

/// <summary>Valid JSON around the keys and values that the sample bodies look at.</summary>
internal static class RandomJson
{
    private static readonly string[] Keys =
    [
        "channel", "event_type", "content", "extra", "any", "count", "id", "ratio", "is_open", "ids", "name", "note", "page", "", "c\\u006funt",
        "\\ud800", "\\udc00\\ud800", "\\u0000", "\\n", "é",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-1", "12", "1.0", "1e3", "1e999", "9223372036854775808", "\"\"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"",
        "\"\\ud83d\\ude00\"", "\"8a0c2b0e-6f0e-4f0e-9d9d-0d3a3a6a9f01\"", "\"8a0c2b0e6f0e4f0e9d9d0d3a3a6a9f01\"", "\"long long text\"", "\"\\\\\"",
    ];

    public static string Body(Random random)
    {
        var text = new StringBuilder();
        if (random.Next(20) == 0)
        {
            Value(random, text, 0);
            return text.ToString();
        }

        // Half of the bodies have good required fields, so that the rest of them is looked at too.
        text.Append('{');
        var members = random.Next(6);
        if (random.Next(2) == 0)
        {
            text.Append("\"channel\":\"8a0c2b0e-6f0e-4f0e-9d9d-0d3a3a6a9f01\",\"event_type\":\"x\"");
            text.Append(members > 0 ? "," : "");
        }

        Members(random, text, members, 0);
        return text.Append('}').ToString();
    }

    private static void Value(Random random, StringBuilder text, int depth)
    {
        switch (random.Next(depth > 4 ? 1 : 6))
        {
            case 4:
                text.Append('[');
                var count = random.Next(4);
                for (var index = 0; index < count; index++)
                {
                    text.Append(index > 0 ? "," : "");
                    Value(random, text, depth + 1);
                }

                text.Append(']');
                break;
            case 5:
                text.Append('{');
                Members(random, text, random.Next(4), depth);
                text.Append('}');
                break;
            default:
                text.Append(Scalars[random.Next(Scalars.Length)]);
                break;
        }
    }

    private static void Members(Random random, StringBuilder text, int count, int depth)
    {
        for (var index = 0; index < count; index++)
        {
            text.Append(index > 0 ? "," : "").Append('"').Append(Keys[random.Next(Keys.Length)]).Append("\":").Append(' ', random.Next(2));
            Value(random, text, depth + 1);
        }
    }
}
