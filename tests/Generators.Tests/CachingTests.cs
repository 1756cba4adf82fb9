using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Venueless.Fast.Generators.Tests.Harness;

namespace Venueless.Fast.Generators.Tests;

public sealed class CachingTests
{
    private const string Module = GeneratorHarness.Usings +
        """
        internal sealed class ChatModule
        {
            [Command("chat.send")]
            [WorldPermission(Permission.WorldView)]
            internal ValueTask<CommandResult> SendAsync(CommandContext context, SendBody body) => default;
        }

        [CommandBody]
        internal readonly partial record struct SendBody
        {
            [BodyField("channel")]
            public Guid Channel { get; init; }
        }
        """;

    private static readonly string[] Steps =
        [CommandGenerator.NamespaceStep, CommandGenerator.CommandsStep, CommandGenerator.TableStep, CommandGenerator.BodiesStep];

    [Fact]
    public void Run_AfterEditInAnotherFile_CachesEveryStep()
    {
        var (before, after) = RunTwice(static compilation => compilation.AddSyntaxTrees(GeneratorHarness.Parse("class Unrelated;", "Unrelated.cs")));

        AssertCached(before, after);
    }

    [Fact]
    public void Run_AfterEditThatMovesAndRewritesHandlers_CachesEveryStep()
    {
        var (before, after) = RunTwice(static compilation => compilation.ReplaceSyntaxTree(
            compilation.SyntaxTrees.Single(),
            GeneratorHarness.Parse("// A new first line.\n" + Module.Replace("=> default;", "=> throw new NotSupportedException();"), "Source0.cs")));

        AssertCached(before, after);
    }

    [Fact]
    public void Run_AfterGateChanged_RecomputesTheTableOnly()
    {
        var (_, after) = RunTwice(static compilation => compilation.ReplaceSyntaxTree(
            compilation.SyntaxTrees.Single(), GeneratorHarness.Parse(Module.Replace("WorldView", "WorldUpdate"), "Source0.cs")));

        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(after.TrackedSteps[CommandGenerator.TableStep]));
        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(after.TrackedSteps[CommandGenerator.BodiesStep]));
    }

    private static (GeneratorRunResult Before, GeneratorRunResult After) RunTwice(Func<CSharpCompilation, CSharpCompilation> edit)
    {
        var compilation = GeneratorHarness.Compile(Module);
        var driver = GeneratorHarness.CreateDriver().RunGenerators(compilation);
        var before = driver.GetRunResult().Results.Single();
        return (before, driver.RunGenerators(edit(compilation)).GetRunResult().Results.Single());
    }

    private static void AssertCached(GeneratorRunResult before, GeneratorRunResult after)
    {
        Assert.All(Steps, step =>
        {
            Assert.NotEmpty(before.TrackedSteps[step]);
            Assert.All(Reasons(after.TrackedSteps[step]), AssertCached);
        });
        Assert.All(after.TrackedOutputSteps.Values, static runs => Assert.All(Reasons(runs), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)));

        static void AssertCached(IncrementalStepRunReason reason) =>
            Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString());
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(ImmutableArray<IncrementalGeneratorRunStep> runs) =>
        runs.SelectMany(static run => run.Outputs).Select(static output => output.Reason);
}
