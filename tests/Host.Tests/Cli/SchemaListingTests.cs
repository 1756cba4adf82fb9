using Venueless.Fast.Core.Ports;
using Venueless.Fast.Host.Cli;
using Venueless.Fast.Host.Tests.Configuration;

namespace Venueless.Fast.Host.Tests.Cli;

/// <summary>What a store with several groups of steps, or one that refuses its database, looks like on the command line.</summary>
public sealed class SchemaListingTests
{
    private static readonly SchemaStep[] Steps =
    [
        new("auth", "0001_initial", true),
        new("core", "0001_initial", true),
        new("core", "0002_world_domain", false),
        new("storage", "0001_initial", false),
        new("fast", "0001_chat_event_indexes", false),
    ];

    [Fact]
    public void Describe_NoGroupsNamed_KeepsTheStoresOrder() => Assert.Equal(
        [
            "auth",
            " [X] 0001_initial",
            "core",
            " [X] 0001_initial",
            " [ ] 0002_world_domain",
            "storage",
            " [ ] 0001_initial",
            "fast",
            " [ ] 0001_chat_event_indexes",
        ],
        SchemaListing.Describe(Steps, []));

    [Fact]
    public void Describe_GroupsNamed_ListsOnlyThese() => Assert.Equal(
        ["auth", " [X] 0001_initial", "fast", " [ ] 0001_chat_event_indexes"],
        SchemaListing.Describe(Steps, ["fast", "auth"]));

    [Fact]
    public void Describe_UnknownGroups_AreWrongArguments()
    {
        var failure = Assert.Throws<CommandFailedException>(() => SchemaListing.Describe(Steps, ["core", "shop", "zoo"]));

        Assert.Equal(ExitCodes.WrongArguments, failure.ExitCode);
        Assert.Equal("There is no group named shop, zoo.", failure.Message);
    }

    [Fact]
    public void Report_SchemaRefused_ListsTheReasonsAndFails()
    {
        using var configuration = new ConfigurationFixture();
        using var error = new StringWriter { NewLine = "\n" };
        var host = new CommandHost
        {
            Input = TextReader.Null,
            Output = TextWriter.Null,
            Error = error,
            Sources = configuration.Sources,
            Time = TimeProvider.System,
        };

        var exitCode = CommandLine.Report(host, new SchemaRefusedException("Missing steps:", ["core.0066_digitalsambacall", "core.0067_last"]));

        Assert.Equal(ExitCodes.Failure, exitCode);
        Assert.Equal("Missing steps:\n  core.0066_digitalsambacall\n  core.0067_last\n", error.ToString());
    }
}
