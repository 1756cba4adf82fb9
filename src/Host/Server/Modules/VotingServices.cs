using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Polls;
using Venueless.Fast.Modules.Questions;
using Venueless.Fast.Modules.Voting;

namespace Venueless.Fast.Host.Server.Modules;

/// <summary>What rooms vote on: questions and polls.</summary>
internal static class VotingServices
{
    public static void AddVoting(this IServiceCollection services)
    {
        services.AddSingleton<IBroadcastDecoder, RoomFormsDecoder>();
        services.AddSingleton(static provider => new QuestionService(
            provider.GetRequiredService<IQuestionStore>(),
            provider.GetRequiredService<IBroker>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<QuestionService>>()));
        services.AddSingleton<QuestionsModule>();
        services.AddSingleton(static provider => new PollService(
            provider.GetRequiredService<IPollStore>(),
            provider.GetRequiredService<IRoomChat>(),
            provider.GetRequiredService<IBroker>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PollService>>()));
        services.AddSingleton<PollsModule>();
    }
}
