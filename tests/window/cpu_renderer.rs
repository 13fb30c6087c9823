//! Draws what egui tessellates into a picture on the CPU, so that pictures need neither display nor driver.

use eframe::egui::{
    self, Color32, ImageData, Rect, TextureId,
    epaint::{
        ClippedPrimitive, Mesh, Primitive, Vertex,
        textures::{TextureFilter, TexturesDelta},
    },
};
use egui_kittest::TestRenderer;
use std::collections::HashMap;

/// Red, green, blue, opacity; 0 to 255, premultiplied.
type Pixel = [f32; 4];

struct Texture {
    width: usize,
    pixels: Vec<Pixel>,
    nearest: bool,
}

/// The renderer.
#[derive(Default)]
pub struct CpuRenderer {
    textures: HashMap<TextureId, Texture>,
}

fn pixel(color: Color32) -> Pixel {
    color.to_array().map(f32::from)
}

impl TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            for change in changes {
                let ImageData::Color(image) = &change.image;
                let [width, _] = image.size;
                let pixels = image.pixels.iter().copied().map(pixel);
                match (change.pos, self.textures.get_mut(&id)) {
                    (Some([left, top]), Some(texture)) => {
                        for (at, pixel) in pixels.enumerate() {
                            let (x, y) = (left + at % width, top + at / width);
                            texture.pixels[y * texture.width + x] = pixel;
                        }
                    }
                    _ => {
                        let nearest = change.options.magnification == TextureFilter::Nearest;
                        self.textures.insert(id, Texture { width, pixels: pixels.collect(), nearest });
                    }
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn render(&mut self, ctx: &egui::Context, output: &egui::FullOutput) -> Result<image::RgbaImage, String> {
        let scale = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * scale;
        let (width, height) = (size.x.round() as usize, size.y.round() as usize);
        let mut canvas = Canvas { width, height, scale, pixels: vec![[0.0; 4]; width * height] };
        for ClippedPrimitive { clip_rect, primitive } in ctx.tessellate(output.shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = primitive else { return Err("a paint callback can’t be drawn".into()) };
            if let Some(texture) = self.textures.get(&mesh.texture_id) {
                canvas.draw(clip_rect, &mesh, texture);
            }
        }
        let bytes = canvas.pixels.iter().flat_map(|pixel| pixel.map(|part| part.round().clamp(0.0, 255.0) as u8));
        image::RgbaImage::from_raw(width as u32, height as u32, bytes.collect()).ok_or_else(|| "no picture".into())
    }
}

struct Canvas {
    width: usize,
    height: usize,
    scale: f32,
    pixels: Vec<Pixel>,
}

impl Canvas {
    fn draw(&mut self, clip: Rect, mesh: &Mesh, texture: &Texture) {
        let bound = |at: f32, limit: usize| (at * self.scale).round().clamp(0.0, limit as f32) as i32;
        let clip = [
            bound(clip.min.x, self.width),
            bound(clip.max.x, self.width),
            bound(clip.min.y, self.height),
            bound(clip.max.y, self.height),
        ];
        for corners in mesh.indices.chunks_exact(3) {
            let vertices = [0, 1, 2].map(|corner| &mesh.vertices[corners[corner] as usize]);
            self.triangle(clip, vertices, texture);
        }
    }

    fn triangle(&mut self, [left, right, top, bottom]: [i32; 4], mut v: [&Vertex; 3], texture: &Texture) {
        let at = |v: &Vertex| (f64::from(v.pos.x * self.scale), f64::from(v.pos.y * self.scale));
        let cross = |a: (f64, f64), b: (f64, f64), p: (f64, f64)| (b.0 - a.0) * (p.1 - a.1) - (b.1 - a.1) * (p.0 - a.0);
        let area = cross(at(v[0]), at(v[1]), at(v[2]));
        if area == 0.0 {
            return;
        }
        if area < 0.0 {
            v.swap(1, 2);
        }
        let area = area.abs();
        let p = v.map(at);
        let least = |values: [f64; 3]| values.into_iter().fold(f64::MAX, f64::min).floor() as i32;
        let most = |values: [f64; 3]| values.into_iter().fold(f64::MIN, f64::max).ceil() as i32;
        let (xs, ys) = (p.map(|p| p.0), p.map(|p| p.1));
        // An edge that two triangles share is filled by exactly one of them.
        let owns = |a: (f64, f64), b: (f64, f64)| b.1 < a.1 || (b.1 == a.1 && b.0 > a.0);
        let edges = [(p[1], p[2]), (p[2], p[0]), (p[0], p[1])];
        let flat = v[0].uv == v[1].uv && v[1].uv == v[2].uv;
        let flat = flat.then(|| texture.sample(v[0].uv.x, v[0].uv.y));
        let colors = v.map(|v| pixel(v.color));
        for y in least(ys).max(top)..most(ys).min(bottom) {
            for x in least(xs).max(left)..most(xs).min(right) {
                let point = (f64::from(x) + 0.5, f64::from(y) + 0.5);
                let weights = edges.map(|(a, b)| cross(a, b, point));
                let inside = weights.iter().zip(edges).all(|(w, (a, b))| *w > 0.0 || (*w == 0.0 && owns(a, b)));
                if !inside {
                    continue;
                }
                let w = weights.map(|weight| (weight / area) as f32);
                let mix = |values: [f32; 3]| w[0] * values[0] + w[1] * values[1] + w[2] * values[2];
                let sample = flat.unwrap_or_else(|| texture.sample(mix(v.map(|v| v.uv.x)), mix(v.map(|v| v.uv.y))));
                let source: Pixel = std::array::from_fn(|k| mix(colors.map(|color| color[k])) * sample[k] / 255.0);
                let under = &mut self.pixels[y as usize * self.width + x as usize];
                *under = std::array::from_fn(|k| source[k] + under[k] * (1.0 - source[3] / 255.0));
            }
        }
    }
}

impl Texture {
    fn sample(&self, u: f32, v: f32) -> Pixel {
        let height = self.pixels.len() / self.width;
        let at = |x: i32, y: i32| {
            let (x, y) = (x.clamp(0, self.width as i32 - 1), y.clamp(0, height as i32 - 1));
            self.pixels[y as usize * self.width + x as usize]
        };
        let (x, y) = (u * self.width as f32, v * height as f32);
        if self.nearest {
            return at(x.floor() as i32, y.floor() as i32);
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor() as i32, y.floor() as i32);
        let (right_part, bottom_part) = (x - x.floor(), y - y.floor());
        let (a, b, c, d) = (at(left, top), at(left + 1, top), at(left, top + 1), at(left + 1, top + 1));
        std::array::from_fn(|k| {
            let upper = a[k] * (1.0 - right_part) + b[k] * right_part;
            let lower = c[k] * (1.0 - right_part) + d[k] * right_part;
            upper * (1.0 - bottom_part) + lower * bottom_part
        })
    }
}
