// What calls cost with gRPC C++'s callback API: every Recommend is answered with ten constant items, and an echo with
// its request.
// server PORT
#include <grpcpp/grpcpp.h>

#include <csignal>
#include <cstdio>
#include <memory>
#include <string>

#include "echo/echo.grpc.pb.h"
#include "ranking/v1/ranking.grpc.pb.h"

namespace {

class ConstantAnswers final : public ranking::v1::RankingService::CallbackService {
 public:
  ConstantAnswers() {
    for (int item = 1; item <= 10; ++item) {
      answer_.add_recommendations(item);
      answer_.add_scores(1.0 / item);
    }
    answer_.set_status("success");
    answer_.mutable_metadata()->set_model_version("constant");
    answer_.set_served_by(ranking::v1::SERVED_BY_POPULAR);
  }

  grpc::ServerUnaryReactor* Recommend(grpc::CallbackServerContext* context,
                                      const ranking::v1::RecommendRequest* request,
                                      ranking::v1::RecommendResponse* response) override {
    *response = answer_;
    response->set_user_id(request->user_id());
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  ranking::v1::RecommendResponse answer_;
};

class Echoes final : public echo::Echo::CallbackService {
 public:
  grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context, const echo::Message* request,
                                  echo::Message* response) override {
    response->set_payload(request->payload());
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: server PORT\n");
    return 2;
  }
  ConstantAnswers answers;
  Echoes echoes;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:" + std::string(argv[1]), grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&answers);
  builder.RegisterService(&echoes);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (!server || port == 0) {
    std::fprintf(stderr, "cannot listen on port %s\n", argv[1]);
    return 1;
  }
  server->Wait();
}
