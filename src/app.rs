//! Puts the parts together into a running service, and stops them gracefully. The program and the tests use the same function.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use actix_session::config::PersistentSession;
use actix_session::{SessionMiddleware, config::CookieContentSecurity};
use actix_web::cookie::{Key, SameSite, time::Duration};
use actix_web::dev::ServerHandle;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App as WebApp, HttpServer, web};
use thiserror::Error;
use tracing_actix_web::TracingLogger;

use crate::actions::Randomness;
use crate::config::Config;
use crate::config::secret_key::{SecretKey, SecretKeyError};
use crate::jobs::Worker;
use crate::mail::{Post, PostError};
use crate::service::{Clock, Service};
use crate::store::Store;
use crate::web::attempts::Attempts;
use crate::web::sessions::Sessions;
use crate::web::spans::RequestSpan;
use crate::web::{headers, same_origin};
use crate::{api, pages};

/// Seconds that requests have to finish when the service stops.
const GRACE_SECONDS: u64 = 10;

/// What comes from outside of us.
#[derive(Clone)]
pub struct World {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where ids, tokens and keys come from.
    pub random: Arc<dyn Randomness>,
}

/// A running service.
#[derive(Debug)]
pub struct App {
    /// Where it listens.
    pub address: SocketAddr,
    /// What its requests and jobs work with.
    pub service: Service,
    server: ServerHandle,
    thread: JoinHandle<io::Result<()>>,
    worker: Worker,
}

/// Why the service does not start or did not end well.
#[derive(Debug, Error)]
pub enum AppError {
    /// Another program listens there.
    #[error(
        "port {port} on {address} is taken by another program; choose another with --port or ZHIBAN__SERVER__PORT",
        port = .0.port(), address = .0.ip()
    )]
    PortTaken(SocketAddr),
    /// The address is none of this machine's, or the port is not for everybody.
    #[error("cannot listen on {address}: {source} (server.address and server.port say where)")]
    CannotListen {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// There is no key.
    #[error(transparent)]
    SecretKey(#[from] SecretKeyError),
    /// There is no way for letters to go out.
    #[error(transparent)]
    Post(#[from] PostError),
    /// The server itself failed.
    #[error("the server failed: {0}")]
    Server(#[from] io::Error),
}

impl App {
    /// Starts the service on its configured address; port 0 takes any free one. Requests are answered when this returns.
    pub fn build(config: Config, store: Store, world: &World) -> Result<Self, AppError> {
        let listener = listen(SocketAddr::new(config.server.address, config.server.port))?;
        let address = listener.local_addr()?;
        let key = SecretKey::read_or_make(&config.server.secret_file, |bytes| {
            world.random.fill(bytes);
        })?;
        let base_url = config.base_url(address.port());
        let post = Post::open(&config.mail)?;
        let service = Service::new(
            config,
            store,
            post,
            Arc::clone(&world.clock),
            Arc::clone(&world.random),
            &key,
            &base_url,
        );
        let worker = Worker::start(&service)?;
        let (server, thread) = serve(service.clone(), listener)?;
        tracing::info!(%address, "listening");
        Ok(Self {
            address,
            service,
            server,
            thread,
            worker,
        })
    }

    /// Whether the configured address is free.
    pub fn check_port(config: &Config) -> Result<(), AppError> {
        listen(SocketAddr::new(config.server.address, config.server.port)).map(drop)
    }

    /// Stops: requests that are being answered are finished first, running jobs are given back to the queue.
    pub fn stop(self) -> Result<(), AppError> {
        self.worker.stop();
        // The server works this off on its own thread; waiting for the thread is waiting for it.
        drop(self.server.stop(true));
        match self.thread.join() {
            Ok(ended) => Ok(ended?),
            Err(_) => Err(io::Error::other("its thread panicked").into()),
        }
    }
}

fn listen(address: SocketAddr) -> Result<TcpListener, AppError> {
    TcpListener::bind(address).map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => AppError::PortTaken(address),
        _ => AppError::CannotListen { address, source },
    })
}

/// Runs the server on a thread of its own, so that whoever starts it need not be asynchronous.
fn serve(
    service: Service,
    listener: TcpListener,
) -> Result<(ServerHandle, JoinHandle<io::Result<()>>), AppError> {
    let (tell, told) = mpsc::channel();
    let run = move || {
        let workers = service.config.server.workers;
        let attempts = web::Data::new(Attempts::default());
        actix_web::rt::System::new().block_on(async move {
            let server = HttpServer::new(move || routes(service.clone(), attempts.clone()))
                .workers(workers)
                .shutdown_timeout(GRACE_SECONDS)
                .disable_signals()
                .listen(listener)?
                .run();
            // Whoever waits for this has gone only if it panicked; then there is nobody to serve for.
            let _ = tell.send(server.handle());
            server.await
        })
    };
    let thread = std::thread::Builder::new()
        .name("server".into())
        .spawn(run)?;
    match told.recv() {
        Ok(handle) => Ok((handle, thread)),
        Err(_) => match thread.join() {
            Ok(Err(error)) => Err(error.into()),
            _ => Err(io::Error::other("its thread ended before it listened").into()),
        },
    }
}

/// The whole web side; what runs first is wrapped last.
fn routes(
    service: Service,
    attempts: web::Data<Attempts>,
) -> WebApp<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let sessions = sessions(&service);
    WebApp::new()
        .app_data(web::Data::new(service))
        .app_data(attempts)
        .configure(api::routes::configure)
        .configure(pages::routes::configure)
        .wrap(sessions)
        .wrap(from_fn(same_origin::same_origin))
        .wrap(from_fn(headers::security))
        .wrap(Compress::default())
        .wrap(TracingLogger::<RequestSpan>::new())
}

fn sessions(service: &Service) -> SessionMiddleware<Sessions> {
    let hours = i64::from(service.config.server.session_hours);
    SessionMiddleware::builder(
        Sessions::new(service.clone()),
        Key::from(service.cookie_key()),
    )
    .cookie_name("zhiban".to_owned())
    .cookie_secure(service.base_url.starts_with("https://"))
    .cookie_http_only(true)
    .cookie_same_site(SameSite::Lax)
    .cookie_content_security(CookieContentSecurity::Private)
    .session_lifecycle(PersistentSession::default().session_ttl(Duration::hours(hours)))
    .build()
}
