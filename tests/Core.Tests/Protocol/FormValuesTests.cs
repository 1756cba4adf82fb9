using System.Numerics;
using System.Text.Json;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Tests.Protocol;

public sealed class FormValuesTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-7", "-7")]
    [InlineData("7.000", "7")]
    [InlineData("1e3", "1000")]
    [InlineData("\"7\"", "7")]
    [InlineData("\" -7. \"", "-7")]
    [InlineData("\"+12.00\"", "12")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    public void ReadInteger_OfAWholeNumber_GivesIt(string json, string expected)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Equal((null, BigInteger.Parse(expected, System.Globalization.CultureInfo.InvariantCulture)), FormValues.ReadInteger(document.RootElement));
    }

    [Theory]
    [InlineData("null", FormValues.NotNull)]
    [InlineData("true", FormValues.NotInteger)]
    [InlineData("7.5", FormValues.NotInteger)]
    [InlineData("1e400", FormValues.NotInteger)]
    [InlineData("\"\"", FormValues.NotInteger)]
    [InlineData("\".\"", FormValues.NotInteger)]
    [InlineData("\"7.5\"", FormValues.NotInteger)]
    [InlineData("\"7 7\"", FormValues.NotInteger)]
    [InlineData("\"1e3\"", FormValues.NotInteger)]
    [InlineData("\"\\ud83d\"", FormValues.NotInteger)]
    [InlineData("[7]", FormValues.NotInteger)]
    public void ReadInteger_OfAnythingElse_IsAFault(string json, string fault)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Equal(fault, FormValues.ReadInteger(document.RootElement).Fault);
    }

    [Theory]
    [InlineData("{}", "dict")]
    [InlineData("[]", "list")]
    [InlineData("\"\"", "str")]
    [InlineData("5", "int")]
    [InlineData("5.0", "float")]
    [InlineData("5e1", "float")]
    [InlineData("false", "bool")]
    public void TypeOf_NamesTheKind(string json, string name)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Equal(name, FormValues.TypeOf(document.RootElement));
    }

    [Fact]
    public void Faults_AreWrittenFieldByField()
    {
        var faults = new FormFaults();
        Assert.Null(faults.Details);

        faults.Add("a", FormFaults.Text("x \"y\""));
        faults.Add("b", FormFaults.Items([null, "z"]));
        faults.Add("c", FormFaults.Whole("w"));

        Assert.Equal("""{"a":["x \"y\""],"b":[{},["z"]],"c":{"non_field_errors":["w"]}}""", faults.Details.ToString());
    }
}
